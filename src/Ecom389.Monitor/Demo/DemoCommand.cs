using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Evidence.Custody;
using Ecom389.Monitor.Pipeline;
using Ecom389.Monitor.Samples;
using Ecom389.Monitor.Web.Accounts;

namespace Ecom389.Monitor.Demo;

/// <summary><c>demo</c>: the main job for a newcomer, on sample shops served on loopback, with no other set-up.</summary>
internal static class DemoCommand
{
    /// <summary>Where crawler.json looks for the sample shops; another port is taken when this one is in use.</summary>
    private const int ShopPort = 38900;

    private const int SitePort = 5389;

    /// <summary>A newcomer waits for the queue, not for every rich capture; the next start takes more.</summary>
    private static readonly TimeSpan RichCaptureTime = TimeSpan.FromSeconds(12);

    public static Command Make(Terminal terminal)
    {
        var once = new Option<bool>("--once") { Description = "Quét, in bảng tổng kết rồi thoát / scan, print the summary and exit" };
        var data = new Option<string>("--data") { Description = "Thư mục dữ liệu của bản dùng thử / folder of the demo's data", DefaultValueFactory = _ => Path.Combine("data", "demo"), HelpName = "DIR" };
        var command = new Command("demo", """
            Việc chính cho người mới: phục vụ năm trang mẫu trên máy này, quét, lấp đầy hàng đợi, mở trang xử lý.
            The main job for a newcomer: serves five sample shops on this machine, scans them, fills the queue, serves the review site.

            Ví dụ / example:  ecom389 demo --once
            """) { once, data };
        command.SetAction(async (parsed, cancellation) =>
        {
            var installation = Installation.At(parsed.GetValue(data)!);
            var rules = RulePackLoader.Load(installation.Rules);
            var scorer = ScorerFactory.Load(installation, rules);
            await using var shops = await StartShopsAsync(cancellation);
            var config = OnPort(await CrawlerConfig.LoadAsync(ConfigFile(), cancellation), SampleShops.PortOf(shops));
            await using var services = MonitorServices.Open(installation);
            // With a key at hand the demo's evidence is sealed as it is captured; an installation keeps the key elsewhere.
            SigningKey.OpenOrCreate(installation.CustodyKeys, TimeProvider.System).Dispose();

            var report = await ScanView.WatchAsync(terminal, config.Sources, progress =>
                new ScanRunner(installation, services, scorer) { RichCaptureTime = RichCaptureTime }.RunAsync(config, config.Sources, acknowledged: null, progress, cancellation));
            ScanView.WriteSummary(terminal, report, rules.Violations);
            var totals = await services.Store.Listings.TotalsAsync(cancellation);
            await terminal.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"Trong kho / in the store: {totals.Listings} tin / listings, {totals.Snapshots} phiên bản / snapshots, {totals.OpenItems} mục chờ xử lý / open matters"));
            await terminal.Output.FlushAsync(cancellation);
            if (parsed.GetValue(once) || cancellation.IsCancellationRequested) return report.ExitCode;

            await ServeAsync(terminal, installation, services, rules, config, cancellation);
            return report.ExitCode;
        });
        return command;
    }

    private static async Task ServeAsync(Terminal terminal, Installation installation, MonitorServices services, RuleSet rules, CrawlerConfig config, CancellationToken cancellation)
    {
        // The demo's people get a new password at each start: nothing to remember, nothing to leave lying about.
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(5));
        var accounts = new SiteAccounts(services.Users, TimeProvider.System);
        await accounts.AddWithPasswordAsync("lan", "Nguyễn Thị Lan", Role.Inspector, WellKnownUnits.Ministry, password, "system:demo", cancellation);
        await accounts.AddWithPasswordAsync("minh", "Trần Quang Minh", Role.Inspector, WellKnownUnits.Ministry, password, "system:demo", cancellation);
        await using var site = await StartAsync(port => SiteFactory.Build(installation, services, rules, config, "bản dùng thử", $"http://127.0.0.1:{port}"), SitePort, cancellation);
        await terminal.Output.WriteLineAsync($"""

            Trang xử lý / review site:  {Web.ReviewSite.Addresses(site)[0]}
            Đăng nhập / sign in:        lan   mật khẩu / password: {password}
            Người thứ hai / second:     minh  (cùng mật khẩu / same password)
            Dừng / stop:                Ctrl-C
            """);
        await terminal.Output.FlushAsync(cancellation);
        await site.WaitForShutdownAsync(cancellation);
    }

    private static Task<WebApplication> StartShopsAsync(CancellationToken cancellation) => StartAsync(port => SampleShops.Build(port), ShopPort, cancellation);

    /// <summary>Starts on the usual port, or on a free one when somebody has it.</summary>
    private static async Task<WebApplication> StartAsync(Func<int, WebApplication> build, int port, CancellationToken cancellation)
    {
        var site = build(port);
        try
        {
            await site.StartAsync(cancellation);
            return site;
        }
        catch (IOException)
        {
            await site.DisposeAsync();
            site = build(0);
            await site.StartAsync(cancellation);
            return site;
        }
    }

    private static CrawlerConfig OnPort(CrawlerConfig config, int port) => config with
    {
        Network = config.Network with { ConnectTo = [.. config.Network.ConnectTo.Select(entry => KeyValuePair.Create(entry.Key, new IPEndPoint(IPAddress.Loopback, port)))] },
    };

    /// <summary>The sample sources as shipped; the file at hand may by now hold an installation's own.</summary>
    private static string ConfigFile() => Path.Combine(AppContext.BaseDirectory, "crawler.json");
}
