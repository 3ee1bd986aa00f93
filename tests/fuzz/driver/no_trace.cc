// Programs other than fuzz targets need somewhere to call when the libraries trace their branches.
extern "C" void __sanitizer_cov_trace_pc();  // NOLINT(bugprone-reserved-identifier)
extern "C" void __sanitizer_cov_trace_pc() {}
