using System.CommandLine;
using System.Globalization;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Pipeline;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Web.Accounts;

namespace Ecom389.Monitor.Commands;

/// <summary><c>user token add / list / revoke</c>: keys by which programs use the JSON interface.</summary>
internal static class UserTokenCommand
{
    public static Command Make(Terminal terminal) => new("token", """
        Mã truy cập cho chương trình: tạo, liệt kê, thu hồi.
        Tokens for programs: make, list, revoke.

        Ví dụ / example:  ecom389 user token add "Báo cáo tuần" --scope read --as lan
        """)
    {
        Add(terminal),
        List(terminal),
        Revoke(terminal),
    };

    private static Command Add(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "Dùng cho việc gì / what it is for" };
        var scope = new Option<ApiScopes[]>("--scope") { Description = "read | decide | capture", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [ApiScopes.Read] }.Named<ApiScopes[], ApiScopes>();
        var days = new Option<int>("--days") { Description = "Số ngày có hiệu lực / days it is valid", DefaultValueFactory = _ => 90, HelpName = "N" }.Between(1, ApiTokens.LongestDays);
        var (user, data) = (SharedOptions.As(), SharedOptions.Data());
        var command = new Command("add", """
            Tạo mã truy cập của người dùng --as; mã chỉ in ra một lần.
            Makes a token of the user --as; it is printed once.

            Ví dụ / example:  ecom389 user token add "Báo cáo tuần" --scope read --days 30 --as lan
            """) { name, scope, days, user, data };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var services = MonitorServices.OpenExisting(Installation.Of(parsed, data));
            if (await PersonAsync(terminal, services, parsed.GetValue(user)!, cancellation) is not { } owner) return ExitCodes.BadInput;
            try
            {
                var scopes = parsed.GetValue(scope)!.Aggregate(ApiScopes.None, (all, one) => all | one);
                var made = await Tokens(services).MakeAsync(owner, parsed.GetValue(name)!, scopes, parsed.GetValue(days), owner.Name, cancellation);
                await terminal.Output.WriteLineAsync($"{made.Token.Id}\t{made.Key}");
                return ExitCodes.Done;
            }
            catch (ArgumentException)
            {
                await terminal.Error.WriteLineAsync($"NAME, --scope: tên 1-{ApiTokens.LongestName} ký tự và ít nhất một quyền mà vai trò cho phép / a name of 1-{ApiTokens.LongestName} characters and a scope the role allows");
                return ExitCodes.BadInput;
            }
        });
        return command;
    }

    private static Command List(Terminal terminal)
    {
        var data = SharedOptions.Data();
        var command = new Command("list", """
            Liệt kê mã truy cập, không có bản thân mã.
            Lists the tokens, without the keys.

            Ví dụ / example:  ecom389 user token list
            """) { data };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var services = MonitorServices.OpenExisting(Installation.Of(parsed, data));
            var now = TimeProvider.System.GetUtcNow();
            foreach (var token in await services.Store.Credentials.TokensAsync(null, cancellation))
                await terminal.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{token.Id}\t{token.UserName}\t{token.Name}\t{token.Scopes}\t{token.ExpiresAt:yyyy-MM-dd}\t{(token.IsGood(now) ? "" : "hết hiệu lực / over")}"));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Revoke(Terminal terminal)
    {
        var id = new Argument<Guid>("ID") { Description = "Mã số của mã truy cập / the token's id" };
        var (user, data) = (SharedOptions.As(), SharedOptions.Data());
        var command = new Command("revoke", """
            Thu hồi một mã truy cập của mình, hoặc của bất kỳ ai nếu là quản trị viên.
            Revokes a token: one's own, or anybody's as an administrator.

            Ví dụ / example:  ecom389 user token revoke 0199f3a0-0000-7000-8000-000000000000 --as admin
            """) { id, user, data };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var services = MonitorServices.OpenExisting(Installation.Of(parsed, data));
            if (await PersonAsync(terminal, services, parsed.GetValue(user)!, cancellation) is not { } person) return ExitCodes.BadInput;
            if (await Tokens(services).RevokeAsync(parsed.GetValue(id), Actor.Of(person), cancellation)) return ExitCodes.Done;
            await terminal.Error.WriteLineAsync("Không có mã này, đã thu hồi, hoặc không phải của mình / no such token, revoked before, or not one's own");
            return ExitCodes.Failed;
        });
        return command;
    }

    private static ApiTokens Tokens(MonitorServices services) => new(services.Store.Credentials, services.Users, TimeProvider.System);

    private static async Task<User?> PersonAsync(Terminal terminal, MonitorServices services, string name, CancellationToken cancellation)
    {
        if (await services.Users.FindAsync(name, cancellation) is { Enabled: true } person) return person;
        await terminal.Error.WriteLineAsync($"--as: không có người dùng đang hoạt động / no active user \"{name}\"");
        return null;
    }
}
