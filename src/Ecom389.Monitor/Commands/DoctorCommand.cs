using System.CommandLine;
using System.Data.Common;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Operations.Checks;

namespace Ecom389.Monitor.Commands;

/// <summary><c>doctor</c>: says what is missing and how to get it.</summary>
internal static class DoctorCommand
{
    public static Command Make(Terminal terminal)
    {
        var (config, operations, data, json) = (ScanCommand.Config(), OperationsOptions.File(), SharedOptions.Data(), SharedOptions.Json());
        var command = new Command("doctor", """
            Kiểm tra máy và cấu hình, nói còn thiếu gì và lấy ở đâu.
            Checks machine and configuration; says what is missing and how to get it.

            Ví dụ / example:  ecom389 doctor
            """) { config, operations, data, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var exit = ExitCodes.Done;
            foreach (var check in new InstallationChecks(Installation.Of(parsed, data), parsed.GetValue(config)!, parsed.GetValue(operations)!, TimeProvider.System).All())
            {
                var result = await TryAsync(check, cancellation);
                if (parsed.GetValue(json)) await terminal.Output.WriteLineAsync(JsonSerializer.Serialize(new { check.Name, result.Level, result.Message }, JsonContract.Compact));
                else await terminal.Output.WriteLineAsync($"{Word(result.Level)} {check.Name}{(result.Message.Length > 0 ? ": " + result.Message : "")}");
                if (result.Level == CheckLevel.Missing) exit = ExitCodes.Failed;
            }

            return exit;
        });
        return command;
    }

    private static string Word(CheckLevel level) => level switch
    {
        CheckLevel.Ok => "ok   ",
        CheckLevel.Note => "lưu ý",
        _ => "thiếu",
    };

    private static async Task<CheckResult> TryAsync(DoctorCheck check, CancellationToken cancellation)
    {
        try
        {
            return await check.Run(cancellation);
        }
        catch (Exception exception) when (exception is InvalidInputException or IOException or UnauthorizedAccessException or DbException or InvalidDataException)
        {
            return CheckResult.Missing(exception.Message);
        }
    }
}
