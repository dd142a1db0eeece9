using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Commands;

/// <summary><c>sources session ID import / show / forget</c>: the session a person logged in to, by which a source is read.</summary>
internal static class SourcesSession
{
    public static Command Make(Terminal terminal)
    {
        var id = new Argument<string>("ID") { Description = "Mã nguồn / source id" };
        var step = new Argument<string>("STEP") { Description = "import, show, forget" };
        step.AcceptOnlyFromAmong("import", "show", "forget");
        var file = new Argument<string?>("FILE") { Description = "Storage state, cookies JSON, cookies.txt", Arity = ArgumentArity.ZeroOrOne };
        var (config, data) = (ScanCommand.Config(), SharedOptions.Data());
        var user = new Option<string?>("--as") { Description = "Người thực hiện, bắt buộc khi import và forget / who acts", HelpName = "USER" };
        var command = new Command("session", """
            Phiên đăng nhập của một nguồn: người dùng tự đăng nhập bằng trình duyệt rồi nhập phiên. Phiên nằm ở tệp riêng quyền 0600, ngoài cơ sở
            dữ liệu và bằng chứng, không bao giờ in giá trị. Hệ thống không tự đăng nhập.
            A source's session: a person logs in with a browser and imports it. It lies in a file of its own (0600) outside database and
            evidence; its values are never printed. Nothing logs in by itself.

            Ví dụ / example:  ecom389 sources session nhom-kin import phien.json --as admin
            """) { id, step, file, config, data, user };
        command.SetAction(async (parsed, cancellation) =>
        {
            var path = parsed.GetValue(config)!;
            var source = SourcesCommand.Find(await CrawlerConfig.LoadAsync(path, cancellation), path, parsed.GetValue(id)!);
            if (source.Session is null) throw new InvalidInputException(new InputError(path, null, "session", $"định nghĩa nguồn không khai session / the definition has no session: {source.Id}"));
            var installation = Installation.Of(parsed, data);
            var store = new SessionStore(installation.Sessions);
            if (parsed.GetValue(step) is "show") return await ShowAsync(terminal, store, source);
            await using var services = MonitorServices.Open(installation);
            if (await services.Users.FindAsync(parsed.GetValue(user) ?? "", cancellation) is not { Enabled: true, Role: not Role.Leader } person)
            {
                await terminal.Error.WriteLineAsync($"--as: không có người dùng được phép / no user who may: \"{parsed.GetValue(user)}\"");
                return ExitCodes.BadInput;
            }

            return parsed.GetValue(step) is "import"
                ? await ImportAsync(terminal, services, store, source, person, parsed.GetValue(file), cancellation)
                : await ForgetAsync(terminal, services, store, source, person, cancellation);
        });
        return command;
    }

    private static async Task<int> ImportAsync(Terminal terminal, MonitorServices services, SessionStore store, SourceDefinition source, User person, string? file, CancellationToken cancellation)
    {
        if (file is null) throw new InvalidInputException(new InputError("session", null, "FILE", "thiếu tệp phiên / the session's file is missing"));
        var now = TimeProvider.System.GetUtcNow();
        var session = SessionReader.Read(InputFiles.ReadBytes(file), file) with { ImportedAt = now, ImportedBy = person.Name };
        await store.SaveAsync(source.Id, session, cancellation);
        // The audit knows that it happened, not what: a session is a secret.
        var details = JsonSerializer.Serialize(new { cookies = session.Cookies.Count, firstExpiry = session.FirstExpiry }, JsonContract.Compact);
        await services.Store.Audit.AppendAsync(new AuditEvent(now, person.Name, "session.imported", "source:" + source.Id, details, person.UnitId), cancellation);
        await ShowAsync(terminal, store, source);
        await terminal.Error.WriteLineAsync($"Hãy xoá tệp gốc / delete the original file: {file}");
        return ExitCodes.Done;
    }

    private static async Task<int> ForgetAsync(Terminal terminal, MonitorServices services, SessionStore store, SourceDefinition source, User person, CancellationToken cancellation)
    {
        if (!store.Forget(source.Id)) return await NoneAsync(terminal, source);
        await services.Store.Audit.AppendAsync(new AuditEvent(TimeProvider.System.GetUtcNow(), person.Name, "session.forgotten", "source:" + source.Id, null, person.UnitId), cancellation);
        await terminal.Output.WriteLineAsync($"Đã xoá phiên / session deleted: {source.Id}");
        return ExitCodes.Done;
    }

    private static async Task<int> ShowAsync(Terminal terminal, SessionStore store, SourceDefinition source)
    {
        if (store.Find(source.Id) is not { } session) return await NoneAsync(terminal, source);
        var hosts = string.Join(' ', session.Cookies.Select(cookie => cookie.Domain.TrimStart('.')).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal));
        await terminal.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{source.Id}: {session.Cookies.Count} cookie ({hosts}), nhập bởi / by {session.ImportedBy} {session.ImportedAt.ToDisplayTime():yyyy-MM-dd HH:mm}, hết hạn sớm nhất / first expiry {session.FirstExpiry?.ToDisplayTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "–"}"));
        return session.IsExpired(TimeProvider.System.GetUtcNow()) ? ExitCodes.Partial : ExitCodes.Done;
    }

    private static async Task<int> NoneAsync(Terminal terminal, SourceDefinition source)
    {
        await terminal.Error.WriteLineAsync($"Chưa có phiên / no session: {source.Id}");
        return ExitCodes.Failed;
    }
}
