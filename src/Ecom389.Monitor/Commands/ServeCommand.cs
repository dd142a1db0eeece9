using System.CommandLine;
using System.Net.Sockets;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Pipeline;
using Ecom389.Monitor.Web;
using Ecom389.Monitor.Web.Accounts;

namespace Ecom389.Monitor.Commands;

/// <summary><c>serve</c>: the review site over an installation's store.</summary>
internal static class ServeCommand
{
    public static Command Make(Terminal terminal)
    {
        var config = ScanCommand.Config();
        var data = SharedOptions.Data();
        var url = new Option<string>("--url") { Description = "Địa chỉ lắng nghe / address listened on", DefaultValueFactory = _ => "http://127.0.0.1:5389", HelpName = "URL" };
        var command = new Command("serve", """
            Mở trang xử lý. Lần đầu tạo quản trị viên với mật khẩu dùng một lần in ra ở đây.
            Serves the review site. The first start makes an administrator with a one-time password printed here.

            Ví dụ / example:  ecom389 serve --url http://127.0.0.1:5389
            """) { config, data, url };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (ListenAddress.Read(parsed.GetValue(url)!) is not { } address)
            {
                await terminal.Error.WriteLineAsync($"--url: cần http(s)://IP:CỔNG hoặc localhost / http(s)://IP:PORT or localhost is needed, not \"{parsed.GetValue(url)}\"");
                return ExitCodes.BadInput;
            }

            var installation = Installation.At(parsed.GetValue(data)!);
            var rules = RulePackLoader.Load(installation.Rules);
            var loaded = await CrawlerConfig.LoadAsync(parsed.GetValue(config)!, cancellation);
            await using var services = MonitorServices.Open(installation);
            if (await new SiteAccounts(services.Users, TimeProvider.System).EnsureFirstAdministratorAsync("Quản trị viên", cancellation) is { } first)
                await terminal.Error.WriteLineAsync($"Quản trị viên đầu tiên / first administrator: {first.User.Name}  mật khẩu dùng một lần / one-time password: {first.Password}");
            await using var site = SiteFactory.Build(installation, services, rules, loaded, loaded.Contact.Organisation ?? "", address);
            try
            {
                await site.StartAsync(cancellation);
            }
            catch (Exception exception) when (exception is IOException or InvalidOperationException or SocketException)
            {
                await terminal.Error.WriteLineAsync("--url: không mở được địa chỉ / cannot listen: " + exception.Message);
                return ExitCodes.BadInput;
            }

            await terminal.Error.WriteLineAsync("Trang xử lý / review site: " + ReviewSite.Addresses(site)[0]);
            await site.WaitForShutdownAsync(cancellation);
            return ExitCodes.Done;
        });
        return command;
    }
}
