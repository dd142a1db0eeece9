using System.CommandLine;
using System.CommandLine.Parsing;
using System.Data.Common;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Demo;

namespace Ecom389.Monitor.Commands;

/// <summary>The command line: one class a command, each of which adds itself here.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args, Terminal terminal)
    {
        var root = new RootCommand("""
            Ecom389 Monitor: thu thập, chấm điểm và đưa vào hàng đợi những tin bán hàng ICT có nghi vấn.
            Crawls e-commerce, scores listings for suspicion and keeps the review queue.

            Ví dụ / example:  ecom389 demo --once
            """)
        {
            DemoCommand.Make(terminal),
            ScanCommand.Make(terminal),
            ServeCommand.Make(terminal),
            WorkCommand.Make(terminal),
            JobsCommand.Make(terminal),
            StopCommand.Stop(terminal),
            StopCommand.Resume(terminal),
            QueueCommand.Make(terminal),
            SourcesCommand.Make(terminal),
            ImportCommand.Make(terminal),
            RulesCommand.Make(terminal),
            ExplainCommand.Make(terminal),
            ScoreCommand.Make(terminal),
            TrainCommand.Make(terminal),
            EvaluateCommand.Make(terminal),
            ExtractCommand.Make(terminal),
            InspectCommand.Make(terminal),
            RobotsCommand.Make(terminal),
            RegistryCommand.Make(terminal),
            EvidenceCommand.Make(terminal),
            UserCommand.Make(terminal),
            StoreCommand.Make(terminal),
            BackupCommand.Make(terminal),
            RestoreCommand.Make(terminal),
            CheckCommand.Make(terminal),
            BundleCommand.Make(terminal),
            DoctorCommand.Make(terminal),
            SharedOptions.Store(),
        };

        var parsed = root.Parse(args);
        try
        {
            // Help hides the parser's own errors, an unknown command among them.
            string[] errors = parsed.Errors.Count > 0
                ? [.. parsed.Errors.Select(error => error.Message)]
                : [.. parsed.UnmatchedTokens.Select(token => $"không có lệnh hay tham số / unknown command or argument: {token}")];
            if (errors.Length > 0)
            {
                foreach (var error in errors) await terminal.Error.WriteLineAsync(error);
                await terminal.Error.WriteLineAsync($"Xem cách dùng / see: {Invocation(parsed.CommandResult)} --help");
                return ExitCodes.BadInput;
            }

            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = OperationsOptions.Shutdown, Output = terminal.Output, Error = terminal.Error });
        }
        catch (InvalidInputException invalid)
        {
            foreach (var error in invalid.Errors) await terminal.Error.WriteLineAsync(error.ToString());
            return ExitCodes.BadInput;
        }
        catch (OperationCanceledException)
        {
            await terminal.Error.WriteLineAsync("Đã dừng giữa chừng; phần đã ghi vẫn còn / stopped before the end; what was written stays");
            return ExitCodes.Partial;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DbException)
        {
            await terminal.Error.WriteLineAsync("Không làm được / failed: " + exception.Message.ReplaceLineEndings(" "));
            return ExitCodes.Failed;
        }
        finally
        {
            await terminal.Output.FlushAsync();
        }
    }

    private static string Invocation(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{Invocation(parent)} {command.Command.Name}" : "ecom389";
}
