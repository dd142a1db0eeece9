using System.CommandLine;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Pipeline;
using Ecom389.Monitor.Web.Accounts;

namespace Ecom389.Monitor.Commands;

/// <summary><c>user add / list</c>: people who sign in.</summary>
internal static class UserCommand
{
    public static Command Make(Terminal terminal) => new("user", """
        Người dùng: thêm, liệt kê.
        People who sign in: add, list.

        Ví dụ / example:  ecom389 user add lan --display "Nguyễn Thị Lan" --role inspector --as admin
        """)
    {
        Add(terminal),
        List(terminal),
    };

    private static Command Add(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "Tên đăng nhập / user name" };
        var display = new Option<string?>("--display") { Description = "Họ tên / name shown", HelpName = "TEXT" };
        var role = new Option<Role>("--role") { Description = "inspector | analyst | administrator | leader", DefaultValueFactory = _ => Role.Inspector };
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
            await using var services = MonitorServices.Open(Installation.At(parsed.GetValue(data)!));
            var accounts = new SiteAccounts(services.Users, TimeProvider.System);
            var by = parsed.GetValue(user)!;
            var people = await services.Users.AllAsync(cancellation);
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

            var login = parsed.GetValue(name)!;
            var account = await accounts.AddAsync(login, parsed.GetValue(display) ?? login, parsed.GetValue(role), parsed.GetValue(unit)!, by, cancellation);
            await terminal.Output.WriteLineAsync($"{account.User.Name}: mật khẩu dùng một lần / one-time password {account.Password}");
            return ExitCodes.Done;
        });
        return command;
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
            await using var services = MonitorServices.Open(Installation.At(parsed.GetValue(data)!));
            foreach (var person in await services.Users.AllAsync(cancellation))
                await terminal.Output.WriteLineAsync($"{person.Name}\t{person.DisplayName}\t{person.Role}\t{person.UnitId}\t{(person.Enabled ? "" : "đã khoá / disabled")}");
            return ExitCodes.Done;
        });
        return command;
    }
}
