using System.Net;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling.Tests;

/// <summary>Definitions and options for tests: loopback allowed, no politeness pause, short waits.</summary>
internal static class Sources
{
    public const string Host = "shop.example";

    public static SourceDefinition Shop(params string[] start) => new()
    {
        Id = "shop",
        Name = "Shop",
        Channel = Channel.Website,
        Start = start.Length == 0 ? [$"http://{Host}/"] : start,
        AllowPrivateNetwork = true,
        Limits = new CrawlLimits { DelayMs = 0, TimeoutSeconds = 20 },
    };

    public static ScanOptions Options(params (string Host, LoopbackServer Server)[] hosts) => new()
    {
        Network = new CrawlNetwork(null, null, [.. hosts.Select(host => KeyValuePair.Create(host.Host, new IPEndPoint(IPAddress.Loopback, host.Server.Port)))]),
        Backoff = TimeSpan.FromMilliseconds(10),
        CoolOff = TimeSpan.FromMilliseconds(10),
        DrainTimeout = TimeSpan.FromSeconds(5),
    };

    public static EgressOptions Egress(params (string Host, LoopbackServer Server)[] hosts) => new()
    {
        ConnectTo = Options(hosts).Network.ConnectTo,
    };
}
