using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Pipeline;

// Before anything else: threads that run already keep the heap they have.
NativeHeaps.Share();
return await CommandLine.RunAsync(args, Terminal.OfProcess());
