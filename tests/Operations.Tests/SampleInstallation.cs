using System.Globalization;
using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Evidence.Custody;
using Ecom389.Monitor.Operations.Configuration;
using Ecom389.Monitor.Operations.Hosting;
using Ecom389.Monitor.Pipeline;
using Ecom389.Monitor.Samples;
using Ecom389.Monitor.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ecom389.Monitor.Operations.Tests;

/// <summary>An installation in a folder of its own, with a sample shop to scan on loopback.</summary>
internal sealed class SampleInstallation : IAsyncDisposable
{
    public const string Shop = "tiem-anh-tuan";

    private readonly TemporaryFolder _folder = new();
    private readonly WebApplication _shops;

    private SampleInstallation(WebApplication shops, string? data, TimeProvider time, StoreAddress? server)
    {
        _shops = shops;
        Time = time;
        var text = File.ReadAllText(Path.Combine(Repository.Root, "crawler.json"));
        CrawlerFile = _folder.File("crawler.json", text.Replace("127.0.0.1:38900", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{SampleShops.PortOf(shops)}"), StringComparison.Ordinal));
        OperationsFile = _folder.File("operations.json", File.ReadAllText(Path.Combine(Repository.Root, "operations.json")));
        Installation = new Installation(data ?? _folder["data"], Path.Combine(Repository.Root, "rules"), Path.Combine(Repository.Root, "models")) { Server = server };
        Services = MonitorServices.Open(Installation, time);
        SigningKey.OpenOrCreate(Installation.CustodyKeys, time).Dispose();
    }

    public TimeProvider Time { get; }

    public string Folder => _folder.Path;

    public string CrawlerFile { get; }

    public string OperationsFile { get; }

    public Installation Installation { get; set; }

    public MonitorServices Services { get; private set; }

    public static async Task<SampleInstallation> StartAsync(TimeProvider? time = null, string? data = null, StoreAddress? server = null)
    {
        var shops = SampleShops.Build(0);
        await shops.StartAsync();
        return new(shops, data, time ?? TimeProvider.System, server);
    }

    /// <summary>Scans the small shop.</summary>
    public async Task<ScanReport> ScanAsync(int pages = 500, CancellationToken cancellation = default)
    {
        var config = await CrawlerConfig.LoadAsync(CrawlerFile, cancellation);
        var sources = config.Sources.Where(source => source.Id == Shop).Select(source => source with { Limits = source.Limits with { MaxPages = pages } }).ToList();
        return await new ScanRunner(Installation, Services, ScorerFactory.Load(Installation)) { Time = Time, RichCaptureTime = TimeSpan.Zero }.RunAsync(config, sources, null, null, cancellation);
    }

    public async Task<OperationsHost> HostAsync(Func<OperationsConfig, OperationsConfig>? change = null, ILoggerFactory? loggers = null)
    {
        var config = await OperationsConfig.LoadAsync(OperationsFile, [], CancellationToken.None);
        return new(new(Installation, Services, change?.Invoke(config) ?? config, CrawlerFile, OperationsFile, Time, loggers ?? NullLoggerFactory.Instance));
    }

    /// <summary>Closes the store and opens it again.</summary>
    public async Task ReopenAsync()
    {
        await Services.DisposeAsync();
        Services = MonitorServices.Open(Installation, Time);
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        await _shops.DisposeAsync();
        _folder.Dispose();
    }
}
