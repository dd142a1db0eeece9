using System.CommandLine;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Pipeline;
using Ecom389.Monitor.Web.Accounts;

namespace Ecom389.Monitor.Commands;

/// <summary><c>user add / list / token</c>: people who sign in.</summary>
internal static class UserCommand
{
    public static Command Make(Terminal terminal) => new("user", """
        Người dùng: thêm, liệt kê, mã truy cập.
        People who sign in: add, list, tokens.

        Ví dụ / example:  ecom389 user add lan --display "Nguyễn Thị Lan" --role inspector --as admin
        """)
    {
        Add(terminal),
        List(terminal),
        UserTokenCommand.Make(terminal),
    };

    private static Command Add(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "Tên đăng nhập / user name" };
        var display = new Option<string?>("--display") { Description = "Họ tên / name shown", HelpName = "TEXT" };
        var role = new Option<Role>("--role") { Description = "inspector | analyst | administrator | leader", DefaultValueFactory = _ => Role.Inspector }.Named<Role, Role>();
        var unit = new Option<string>("--unit") { Description = "Đơn vị / unit", DefaultValueFactory = _ => WellKnownUnits.Ministry, HelpName = "ID" };
        var user = SharedOptions.As();
        var data = SharedOptions.Data();
        var command = new Command("add", """
            Thêm người dùng, hoặc cấp lại mật khẩu dùng một lần; mật khẩu chỉ in ra một lần.
            Adds a user, or gives a new one-time password; it is printed once.

            Ví dụ / example:  ecom389 user add lan --role inspector --as admin
            """) { name, display, role, unit, user, data };
        command.SetAction(async (parsed, cancellation) =>
        {
            var installation = Installation.Of(parsed, data);
            var login = parsed.GetValue(name)!;
            var shown = parsed.GetValue(display) ?? login;
            var wanted = parsed.GetValue(role);
            if (NameFault(login, shown) is { } fault) return await RefuseAsync(terminal, fault);
            if (!installation.HasStore && wanted != Role.Administrator) return await RefuseAsync(terminal, FirstMustAdminister);
            await using var services = MonitorServices.Open(installation);
            var accounts = new SiteAccounts(services.Users, TimeProvider.System);
            var by = parsed.GetValue(user)!;
            var people = await services.Users.AllAsync(cancellation);
            if (people.Count == 0 && wanted != Role.Administrator) return await RefuseAsync(terminal, FirstMustAdminister);
            // The very first user may name themself; after that only an administrator adds people.
            if (people.Count > 0 && !people.Any(person => person.Name == by && person is { Role: Role.Administrator, Enabled: true }))
            {
                await terminal.Error.WriteLineAsync($"--as: \"{by}\" không phải quản trị viên / is no administrator");
                return ExitCodes.Failed;
            }

            if ((await services.Users.UnitsAsync(cancellation)).All(known => known.Id != parsed.GetValue(unit)))
            {
                await terminal.Error.WriteLineAsync($"--unit: không có đơn vị / no such unit: {parsed.GetValue(unit)}");
                return ExitCodes.BadInput;
            }

            if (wanted != Role.Administrator && people.Where(person => person is { Role: Role.Administrator, Enabled: true }).ToList() is [var last] && last.Name == login)
                return await RefuseAsync(terminal, $"--role: {login} là quản trị viên cuối cùng / is the last administrator");

            var account = await accounts.AddAsync(login, shown, wanted, parsed.GetValue(unit)!, by, cancellation);
            await terminal.Output.WriteLineAsync($"{account.User.Name}: mật khẩu dùng một lần / one-time password {account.Password}");
            return ExitCodes.Done;
        });
        return command;
    }

    private const string FirstMustAdminister = "--role: người đầu tiên phải là quản trị viên / the first user must be an administrator (--role administrator)";

    private const int LongestName = 64;

    private static string? NameFault(string login, string shown)
    {
        if (login.Length is 0 or > LongestName || login.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter)))
            return $"NAME: 1-{LongestName} ký tự, không có khoảng trắng / characters, without white space";
        return string.IsNullOrWhiteSpace(shown) || shown.Any(char.IsControl) ? "--display: không được trống, không có ký tự điều khiển / not blank, no control characters" : null;
    }

    private static async Task<int> RefuseAsync(Terminal terminal, string sentence)
    {
        await terminal.Error.WriteLineAsync(sentence);
        return ExitCodes.BadInput;
    }

    private static Command List(Terminal terminal)
    {
        var data = SharedOptions.Data();
        var command = new Command("list", """
            Liệt kê người dùng.
            Lists the users.

            Ví dụ / example:  ecom389 user list
            """) { data };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var services = MonitorServices.OpenExisting(Installation.Of(parsed, data));
            foreach (var person in await services.Users.AllAsync(cancellation))
                await terminal.Output.WriteLineAsync($"{person.Name}\t{person.DisplayName}\t{person.Role}\t{person.UnitId}\t{(person.Enabled ? "" : "đã khoá / disabled")}");
            return ExitCodes.Done;
        });
        return command;
    }
}
