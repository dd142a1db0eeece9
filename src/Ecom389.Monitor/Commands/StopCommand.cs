using System.CommandLine;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Commands;

/// <summary><c>stop</c> and <c>resume</c>: the kill switches, of everything or of one source.</summary>
internal static class StopCommand
{
    public static Command Stop(Terminal terminal)
    {
        var (source, user, data) = (Source(), SharedOptions.As(), SharedOptions.Data());
        var reason = new Option<string>("--reason") { Description = "Lý do, bắt buộc / the reason, compulsory", Required = true, HelpName = "TEXT" };
        var command = new Command("stop", """
            Dừng thu thập trong vài giây, mọi nguồn hoặc một nguồn, trên mọi tiến trình dùng chung kho; lượt dở dang được giữ lại.
            Stops crawling within seconds, all sources or one, in every process on the store; unfinished runs are kept.

            Ví dụ / example:  ecom389 stop --source cho-cong-nghe --reason "Sàn báo quá tải" --as admin
            """) { source, reason, user, data };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var services = MonitorServices.Open(Installation.Of(parsed, data));
            if (await PersonAsync(terminal, services, parsed.GetValue(user)!, cancellation) is not { } person) return ExitCodes.BadInput;
            var why = parsed.GetValue(reason)!.Trim();
            if (why.Length == 0)
            {
                await terminal.Error.WriteLineAsync("--reason: lý do trống / the reason is empty");
                return ExitCodes.BadInput;
            }

            var (scope, now) = (parsed.GetValue(source) ?? CrawlStop.Everything, TimeProvider.System.GetUtcNow());
            var given = await services.Store.Stops.StopAsync(new(scope, person.Name, now, why), new AuditEvent(now, person.Name, "crawl.stopped", "stop:" + scope, null, person.UnitId), cancellation);
            await terminal.Output.WriteLineAsync(given ? $"Đã dừng / stopped: {Name(scope)}" : $"Đang dừng từ trước / stopped already: {Name(scope)}");
            return ExitCodes.Done;
        });
        return command;
    }

    public static Command Resume(Terminal terminal)
    {
        var (source, user, data) = (Source(), SharedOptions.As(), SharedOptions.Data());
        var command = new Command("resume", """
            Cho thu thập tiếp sau lệnh stop cùng phạm vi; không có --source là lệnh dừng toàn bộ.
            Lets crawling go on after a stop of the same scope; without --source the stop of everything.

            Ví dụ / example:  ecom389 resume --source cho-cong-nghe --as admin
            """) { source, user, data };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var services = MonitorServices.OpenExisting(Installation.Of(parsed, data));
            if (await PersonAsync(terminal, services, parsed.GetValue(user)!, cancellation) is not { } person) return ExitCodes.BadInput;
            var (scope, now) = (parsed.GetValue(source) ?? CrawlStop.Everything, TimeProvider.System.GetUtcNow());
            var lifted = await services.Store.Stops.ResumeAsync(scope, person.Name, now, new AuditEvent(now, person.Name, "crawl.resumed", "stop:" + scope, null, person.UnitId), cancellation);
            await terminal.Output.WriteLineAsync(lifted ? $"Cho chạy tiếp / resumed: {Name(scope)}" : $"Không có lệnh dừng / no stop stands: {Name(scope)}");
            foreach (var stop in await services.Store.Stops.StandingAsync(cancellation)) await terminal.Error.WriteLineAsync($"Còn dừng / still stopped: {Name(stop.Scope)} ({stop.StoppedBy}: {stop.Reason})");
            return lifted ? ExitCodes.Done : ExitCodes.Failed;
        });
        return command;
    }

    private static Option<string?> Source() => new("--source") { Description = "Chỉ nguồn này / only this source", HelpName = "ID" };

    private static string Name(string scope) => scope == CrawlStop.Everything ? "tất cả / everything" : scope;

    // Whoever decides the queue may stop a crawl that harms; a leader only reads.
    private static async Task<User?> PersonAsync(Terminal terminal, MonitorServices services, string name, CancellationToken cancellation)
    {
        if (await services.Users.FindAsync(name, cancellation) is { Enabled: true, Role: not Role.Leader } person) return person;
        await terminal.Error.WriteLineAsync($"--as: không có người dùng được phép / no user who may: \"{name}\"");
        return null;
    }
}
