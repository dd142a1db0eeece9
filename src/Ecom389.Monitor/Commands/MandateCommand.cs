using System.CommandLine;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Pipeline;
using Ecom389.Monitor.Review;

namespace Ecom389.Monitor.Commands;

/// <summary><c>sources mandate</c>: the two steps by which an inspection mandate sets robots.txt aside for a source.</summary>
internal static class MandateCommand
{
    public static Command Make(Terminal terminal)
    {
        var id = new Argument<string>("ID") { Description = "Mã nguồn có robots.override / id of a source with robots.override" };
        var step = new Argument<string>("STEP") { Description = "ask | approve | refuse" }.AcceptOnlyFromAmong("ask", "approve", "refuse");
        var config = ScanCommand.Config();
        var (user, data) = (SharedOptions.As(), SharedOptions.Data());
        var reason = new Option<string>("--reason") { Description = "Lý do, bắt buộc / the reason, compulsory", Required = true, HelpName = "TEXT" };
        var command = new Command("mandate", """
            Quyết định thanh tra cho phép bỏ qua robots.txt của một nguồn: một người đề nghị, người khác duyệt; cả hai vào nhật ký và bằng chứng.
            An inspection mandate to set a source's robots.txt aside: one person asks, another approves; both enter audit and evidence.

            Ví dụ / example:  ecom389 sources mandate cho-cong-nghe ask --reason "QĐ 12/QĐ-TTr" --as lan
            """) { id, step, config, reason, user, data };
        command.SetAction(async (parsed, cancellation) =>
        {
            var file = parsed.GetValue(config)!;
            var loaded = await CrawlerConfig.LoadAsync(file, cancellation);
            var source = loaded.Sources.FirstOrDefault(each => each.Id == parsed.GetValue(id))
                ?? throw new InvalidInputException(new InputError(file, null, "ID", $"không có nguồn / no such source: {parsed.GetValue(id)}"));
            await using var services = MonitorServices.Open(Installation.Of(parsed, data));
            var name = parsed.GetValue(user)!;
            var why = parsed.GetValue(reason)!.Trim();
            if (why.Length == 0) return await RefuseAsync(terminal, "--reason: lý do trống / the reason is empty");
            if (await services.Users.FindAsync(name, cancellation) is not { Enabled: true } person) return await RefuseAsync(terminal, $"--as: không có người dùng đang hoạt động / no active user \"{name}\"");
            var mandates = new Mandates(services.Store.Approvals, TimeProvider.System);
            var outcome = parsed.GetValue(step) is "ask"
                ? await mandates.AskAsync(source, why, Actor.Of(person), cancellation)
                : await mandates.AnswerAsync(source, parsed.GetValue(step) is "approve", why, Actor.Of(person), cancellation);
            if (outcome == MandateOutcome.Done)
            {
                await terminal.Output.WriteLineAsync($"{source.Id}: {parsed.GetValue(step)} ({name})");
                return ExitCodes.Done;
            }

            await terminal.Error.WriteLineAsync($"{source.Id}: {Sentence(outcome)}");
            return ExitCodes.Failed;
        });
        return command;
    }

    private static string Sentence(MandateOutcome outcome) => outcome switch
    {
        MandateOutcome.NoMandate => "định nghĩa nguồn không có robots.override / the definition holds no robots.override",
        MandateOutcome.AlreadyAsked => "đã được đề nghị hoặc duyệt / asked for or approved already",
        MandateOutcome.NotAsked => "chưa ai đề nghị / nobody asked for it",
        MandateOutcome.OwnAnswer => "người đề nghị không được tự duyệt / who asked cannot answer",
        _ => "không được phép / not allowed",
    };

    private static async Task<int> RefuseAsync(Terminal terminal, string sentence)
    {
        await terminal.Error.WriteLineAsync(sentence);
        return ExitCodes.BadInput;
    }
}
