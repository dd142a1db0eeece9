using System.Globalization;
using System.Net;
using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Pipeline;
using Ecom389.Monitor.Samples;

namespace Ecom389.Monitor.EndToEnd.Tests;

/// <summary>All sample sources scanned with their own selectors taken away: what is read then comes from the page alone.</summary>
public sealed class ScanWithoutSelectors : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    internal IReadOnlyDictionary<string, List<ListingRecord>> BySource { get; private set; } = new Dictionary<string, List<ListingRecord>>();

    public async Task InitializeAsync()
    {
        await using var shops = SampleShops.Build(0);
        await shops.StartAsync();
        var config = await CrawlerConfig.LoadAsync(Path.Combine(Repository.Root, "crawler.json"), CancellationToken.None);
        var port = new IPEndPoint(IPAddress.Loopback, SampleShops.PortOf(shops));
        config = config with { Network = config.Network with { ConnectTo = [.. config.Network.ConnectTo.Select(entry => KeyValuePair.Create(entry.Key, port))] } };
        var installation = new Installation(_folder.Path, Path.Combine(Repository.Root, "rules"), Path.Combine(Repository.Root, "models"));
        await using var services = MonitorServices.Open(installation);
        var seen = new Dictionary<Guid, (string Source, ListingRecord Record)>();
        var bare = config.Sources.Select(source => source with { Selectors = new() }).ToList();
        var report = await new ScanRunner(installation, services, ScorerFactory.Load(installation))
            .RunAsync(config, bare, listing => seen[listing.Receipt.ListingId] = (listing.Source, listing.Listing.Content.Record), progress: null, CancellationToken.None);
        Assert.Equal(ExitCodes.Done, report.ExitCode);
        BySource = seen.Values.GroupBy(pair => pair.Source, pair => pair.Record, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }
}

public sealed class WithoutSelectorsTests(ScanWithoutSelectors scan) : IClassFixture<ScanWithoutSelectors>
{
    [Theory]
    [InlineData("cho-cong-nghe", 0.98, 0.98)]
    [InlineData("tiem-anh-tuan", 0.98, 0.98)]
    [InlineData("rao-vat-mien-tay", 0.90, 0.90)]
    [InlineData("shop-spa", 0.95, 0.95)]
    [InlineData("mang-xa-hoi-mau", 0.90, 0.70)]
    public void Every_site_is_read_with_its_own_selectors_removed(string source, double said, double priced)
    {
        var truth = SampleCatalogue.Of(source + ".example");
        Assert.True(scan.BySource.TryGetValue(source, out var found), "nothing was read");
        Assert.True(found.Count >= truth.Count * 0.95, $"{found.Count} of {truth.Count} listings");
        // A post has no title: its text is what is said.
        var wordsOf = truth.Select(listing => Words(listing.Title.Length > 0 ? listing.Title : listing.Description)).ToHashSet(StringComparer.Ordinal);
        var right = found.Count(listing => wordsOf.Contains(Words(listing.Title.Length > 0 ? listing.Title : listing.Description)));
        Assert.True(right >= truth.Count * said, string.Create(CultureInfo.InvariantCulture, $"words right on {right} of {truth.Count}"));
        var prices = truth.Select(listing => (Words(listing.Title.Length > 0 ? listing.Title : listing.Description), listing.PriceVnd)).ToHashSet();
        var rightPrices = found.Count(listing => prices.Contains((Words(listing.Title.Length > 0 ? listing.Title : listing.Description), listing.PriceVnd)));
        Assert.True(rightPrices >= truth.Count * priced, string.Create(CultureInfo.InvariantCulture, $"price right on {rightPrices} of {truth.Count}"));
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
