using System.CommandLine;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Detection.Model;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Pipeline;
using Microsoft.Data.Sqlite;

namespace Ecom389.Monitor.Commands;

/// <summary>One thing that must be in order: a name, and a sentence with the remedy when it is not.</summary>
internal sealed record DoctorCheck(string Name, Func<CancellationToken, Task<string?>> Run);

/// <summary><c>doctor</c>: says what is missing and how to get it.</summary>
internal static class DoctorCommand
{
    public static Command Make(Terminal terminal)
    {
        var config = ScanCommand.Config();
        var data = SharedOptions.Data();
        var command = new Command("doctor", """
            Kiểm tra máy và cấu hình, nói còn thiếu gì và lấy ở đâu.
            Checks machine and configuration; says what is missing and how to get it.

            Ví dụ / example:  ecom389 doctor
            """) { config, data };
        command.SetAction(async (parsed, cancellation) =>
        {
            var exit = ExitCodes.Done;
            foreach (var check in Checks(Installation.At(parsed.GetValue(data)!), parsed.GetValue(config)!))
            {
                var remedy = await check.Run(cancellation);
                await terminal.Output.WriteLineAsync(remedy is null ? $"ok    {check.Name}" : $"thiếu {check.Name}: {remedy}");
                if (remedy is not null) exit = ExitCodes.Failed;
            }

            return exit;
        });
        return command;
    }

    private static DoctorCheck[] Checks(Installation installation, string config) =>
    [
        new("Chromium", _ => Task.FromResult(ChromiumLocator.Find() is null ? $"sudo apt-get install chromium, hoặc đặt / or set {ChromiumLocator.Variable}" : null)),
        new("cấu hình / configuration", cancellation => TryAsync(async () => await CrawlerConfig.LoadAsync(config, cancellation))),
        new("bộ quy tắc / rule packs", _ => TryAsync(() => Task.FromResult(RulePackLoader.Load(installation.Rules)))),
        new("mô hình / model", _ => TryAsync(() => Task.FromResult(ModelFile.Read(installation.Model)))),
        new(File.Exists(installation.Database) ? "cơ sở dữ liệu / database" : "cơ sở dữ liệu: chưa có / database: not yet", _ => !File.Exists(installation.Database) ? Task.FromResult<string?>(null) : TryAsync(async () =>
        {
            await using var services = MonitorServices.OpenExisting(installation);
            return services;
        })),
    ];

    private static async Task<string?> TryAsync<T>(Func<Task<T>> attempt)
    {
        try
        {
            await attempt();
            return null;
        }
        catch (Exception exception) when (exception is InvalidInputException or IOException or UnauthorizedAccessException or SqliteException)
        {
            return exception.Message;
        }
    }
}
