using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Operations.Hosting;
using Ecom389.Monitor.Pipeline;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Schedule;
using Spectre.Console;

namespace Ecom389.Monitor.Commands;

/// <summary><c>jobs list</c> and <c>jobs run</c>: the schedule, what came of it, and a run by hand.</summary>
internal static class JobsCommand
{
    public static Command Make(Terminal terminal) => new("jobs", """
        Việc theo lịch: xem lần chạy gần nhất và kế tiếp, chạy tay một việc.
        Scheduled jobs: what ran last and comes next; run one by hand.

        Ví dụ / example:  ecom389 jobs list
        """) { List(terminal), Run(terminal) };

    private static Command List(Terminal terminal)
    {
        var (config, operations, data, json) = (ScanCommand.Config(), OperationsOptions.File(), SharedOptions.Data(), SharedOptions.Json());
        var command = new Command("list", """
            Mỗi việc một dòng: lịch, lần chạy gần nhất với kết quả, lần kế tiếp.
            A line a job: schedule, last run with its outcome, next run.

            Ví dụ / example:  ecom389 jobs list --json
            """) { config, operations, data, json };
        command.SetAction((parsed, cancellation) => WithHostAsync(parsed, data, parsed.GetValue(config)!, parsed.GetValue(operations)!, async host =>
        {
            var lines = await host.Desk.ListAsync(cancellation);
            if (parsed.GetValue(json))
            {
                foreach (var line in lines) await terminal.Output.WriteLineAsync(JsonSerializer.Serialize(line, JsonContract.Compact));
                return ExitCodes.Done;
            }

            var table = new Table().Border(TableBorder.Simple).AddColumns("việc / job", "lịch / schedule", "khung / window", "gần nhất / last", "kết quả / state", "kế tiếp / next", "ghi chú / message");
            foreach (var line in lines)
                table.AddRow(
                    Markup.Escape(line.Id), Markup.Escape(line.Cron), line.Window ?? "", line.Last?.Slot ?? "–", line.Last?.State.ToString().ToLowerInvariant() ?? "–",
                    !line.Enabled ? "tắt / off" : line.Next is { } next ? next.ToDisplayTime().ToString("dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture) : "–", Markup.Escape(line.Last?.Message ?? ""));
            terminal.Data.Write(table);
            return ExitCodes.Done;
        }, cancellation));
        return command;
    }

    private static Command Run(Terminal terminal)
    {
        var (config, operations, data, user) = (ScanCommand.Config(), OperationsOptions.File(), SharedOptions.Data(), SharedOptions.As());
        var job = new Argument<string>("JOB") { Description = "Việc trong lịch / a job of the schedule" };
        var reason = new Option<string>("--reason") { Description = "Lý do, bắt buộc / the reason, compulsory", Required = true, HelpName = "TEXT" };
        var again = new Option<bool>("--again") { Description = "Chạy thêm một lượt dù lượt theo lịch đã xong / run once more although the scheduled one is done" };
        var command = new Command("run", """
            Chạy một việc cho ngày gần nhất theo lịch, chờ tới khi xong. Ngày đã xong thì không làm gì.
            Runs a job for its last logical date and waits. A date that is done is not run again.

            Ví dụ / example:  ecom389 jobs run backup --as admin --reason "trước khi nâng cấp"
            """) { job, reason, again, user, config, operations, data };
        command.SetAction((parsed, cancellation) => WithHostAsync(parsed, data, parsed.GetValue(config)!, parsed.GetValue(operations)!, async host =>
        {
            if (await OperationsOptions.AdministratorAsync(terminal, host.Setup.Services, parsed.GetValue(user)!, cancellation) is not { } person) return ExitCodes.BadInput;
            await using var stop = cancellation.Register(() => _ = host.Schedule.StopAsync());
            var answer = await host.Desk.TriggerAsync(parsed.GetValue(job)!, new Actor(person.Name, person.Role, person.UnitId), parsed.GetValue(reason)!, parsed.GetValue(again), cancellation);
            switch (answer)
            {
                case { Result: TriggerResult.UnknownJob }:
                    await terminal.Error.WriteLineAsync($"không có việc này trong lịch / no such job: {parsed.GetValue(job)}");
                    return ExitCodes.BadInput;
                case { Result: TriggerResult.NoReason }:
                    await terminal.Error.WriteLineAsync("--reason: lý do trống / the reason is empty");
                    return ExitCodes.BadInput;
            }

            var run = answer.Ended is null ? null : await answer.Ended;
            if (run is null)
            {
                await terminal.Output.WriteLineAsync($"{parsed.GetValue(job)} {answer.Slot}: đã xong hoặc đang chạy, không làm gì / done or running, nothing to do");
                return ExitCodes.Done;
            }

            await terminal.Output.WriteLineAsync($"{run.Job} {run.Slot}: {run.State.ToString().ToLowerInvariant()}: {run.Message}");
            await host.DeliverAsync(CancellationToken.None);
            return run.State switch
            {
                JobState.Done or JobState.Skipped => ExitCodes.Done,
                JobState.Failed => ExitCodes.Failed,
                _ => ExitCodes.Partial,
            };
        }, cancellation));
        return command;
    }

    private static async Task<int> WithHostAsync(ParseResult parsed, Option<string> data, string crawlerFile, string operationsFile, Func<OperationsHost, Task<int>> work, CancellationToken cancellation)
    {
        var installation = Installation.Of(parsed, data);
        var (_, config) = await OperationsOptions.LoadAsync(crawlerFile, operationsFile, cancellation);
        using var loggers = OperationsOptions.Loggers(config with { LogLevel = config.LogLevel < LogLevel.Warning ? LogLevel.Warning : config.LogLevel });
        await using var services = MonitorServices.OpenExisting(installation);
        await using var host = new OperationsHost(new(installation, services, config, crawlerFile, operationsFile, TimeProvider.System, loggers));
        return await work(host);
    }
}
