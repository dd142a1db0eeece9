using Ecom389.Monitor.Commands;

return await CommandLine.RunAsync(args, Terminal.OfProcess());
