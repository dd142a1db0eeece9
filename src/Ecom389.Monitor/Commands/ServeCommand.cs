using System.CommandLine;
using System.Net.Sockets;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Operations.Hosting;
using Ecom389.Monitor.Pipeline;
using Ecom389.Monitor.Web;
using Ecom389.Monitor.Web.Accounts;

namespace Ecom389.Monitor.Commands;

/// <summary><c>serve</c>: the review site over an installation's store, with the schedule.</summary>
internal static class ServeCommand
{
    public static Command Make(Terminal terminal)
    {
        var config = ScanCommand.Config();
        var operations = OperationsOptions.File();
        var data = SharedOptions.Data();
        var url = new Option<string>("--url") { Description = "Địa chỉ lắng nghe / address listened on", DefaultValueFactory = _ => "http://127.0.0.1:5389", HelpName = "URL" };
        var noSchedule = new Option<bool>("--no-schedule") { Description = "Chỉ mở trang; lịch do ecom389 work chạy / the site only; ecom389 work runs the schedule" };
        var site = new Option<string?>("--site") { Description = "Tệp cấu hình trang: phiên làm việc, OpenID Connect / settings of the site: sessions, OpenID Connect", HelpName = "FILE" };
        var command = new Command("serve", """
            Mở trang xử lý và chạy lịch. Lần đầu tạo quản trị viên với mật khẩu dùng một lần in ra ở đây.
            Serves the review site and runs the schedule. The first start makes an administrator with a one-time password printed here.

            Ví dụ / example:  ecom389 serve --url http://127.0.0.1:5389
            """) { config, operations, data, site, url, noSchedule };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (ListenAddress.Read(parsed.GetValue(url)!) is not { } address)
            {
                await terminal.Error.WriteLineAsync($"--url: cần http(s)://IP:CỔNG hoặc localhost / http(s)://IP:PORT or localhost is needed, not \"{parsed.GetValue(url)}\"");
                return ExitCodes.BadInput;
            }

            // Everything that can be wrong is found before anything is opened.
            var installation = Installation.Of(parsed, data);
            var (crawler, settings) = await OperationsOptions.LoadAsync(parsed.GetValue(config)!, parsed.GetValue(operations)!, cancellation);
            var wanted = parsed.GetValue(site) is { } file ? SiteSettings.Load(file) : new();
            var rules = RulePackLoader.Load(installation.Rules);
            ScorerFactory.Load(installation, rules);
            using var loggers = OperationsOptions.Loggers(settings);
            await using var services = MonitorServices.Open(installation);
            if (await new SiteAccounts(services.Users, TimeProvider.System).EnsureFirstAdministratorAsync("Quản trị viên", cancellation) is { } first)
                await terminal.Error.WriteLineAsync($"Quản trị viên đầu tiên / first administrator: {first.User.Name}  mật khẩu dùng một lần / one-time password: {first.Password}");
            await using var host = new OperationsHost(new(installation, services, settings, parsed.GetValue(config)!, parsed.GetValue(operations)!, TimeProvider.System, loggers));
            await using var served = SiteFactory.Build(installation, services, rules, crawler, crawler.Contact.Organisation ?? "", address, wanted, host);
            try
            {
                await served.StartAsync(cancellation);
            }
            catch (Exception exception) when (exception is IOException or InvalidOperationException or SocketException)
            {
                await terminal.Error.WriteLineAsync("--url: không mở được địa chỉ / cannot listen: " + exception.Message);
                return ExitCodes.BadInput;
            }

            await terminal.Error.WriteLineAsync("Trang xử lý / review site: " + ReviewSite.Addresses(served)[0]);
            if (!parsed.GetValue(noSchedule)) await host.StartAsync(cancellation);
            await served.WaitForShutdownAsync(cancellation);
            return ExitCodes.Done;
        });
        return command;
    }
}
