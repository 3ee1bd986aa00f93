// What a model (query/bind_models.h) is made of, as texts of the language.
#ifndef SEINE_QUERY_EXPLAINED_MODEL_H_
#define SEINE_QUERY_EXPLAINED_MODEL_H_

#include <string>
#include <vector>

namespace seine {

struct ExplainedModel {
  struct Class {
    std::string name;
    std::string filter;  // who is of the class
  };

  std::string text;            // the model as it was asked for
  std::string value;           // a number: what it is; empty: a class
  std::string only;            // a filter; who does not pass has no number; empty: everyone has one
  std::vector<Class> classes;  // where it is a class; who is of none has none
};

}  // namespace seine

#endif  // SEINE_QUERY_EXPLAINED_MODEL_H_
