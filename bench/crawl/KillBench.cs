using System.Globalization;

namespace Ecom389.Monitor.Bench.Crawl;

/// <summary>
/// Kills a crawl at random moments and lets it go on. In the end its listings must equal those of a crawl nobody disturbed, and by
/// the shops' access log no page may have been fetched again after the store had acknowledged it.
/// </summary>
internal static class KillBench
{
    private const int Hosts = 8;

    public static async Task<int> RunAsync(string program, string root, int pages, int kills, int seed)
    {
        var folder = Directory.CreateTempSubdirectory("ecom389-kill-").FullName;
        try
        {
            await using var shops = await SyntheticShops.StartAsync(pages, Hosts);
            var config = Path.Combine(folder, "crawler.json");
            await File.WriteAllTextAsync(config, shops.Configuration(together: true));
            var (calm, stormy) = (Path.Combine(folder, "calm"), Path.Combine(folder, "stormy"));
            using (var scan = Scan.Start(program, root, config, calm)) await scan.FinishAsync();

            var random = new Random(seed);
            var fetchedAgain = new List<string>();
            var after = new List<(long Order, HashSet<string> Acknowledged)>();
            var killed = 0;
            // At so many requests each kill comes: spread over the crawl, none at its very end.
            var begun = shops.LastOrder;
            var moments = Enumerable.Range(0, kills).Select(_ => random.Next(1, Math.Max(2, pages * 9 / 10))).Order().ToList();
            foreach (var moment in moments)
            {
                using var scan = Scan.Start(program, root, config, stormy);
                while (shops.LastOrder - begun < moment && !scan.Reading.IsCompleted) await Task.Delay(5);
                if (scan.HasExited) break;
                // Some milliseconds more, so that the kill falls anywhere in a page's way.
                await Task.Delay(random.Next(0, 40));
                await scan.KillAsync();
                killed++;
                var order = shops.LastOrder;
                var acknowledged = StoreReader.Acknowledged(stormy);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"kill {killed}: {acknowledged.Count} pages acknowledged"));
                after.Add((order, acknowledged));
            }

            using (var scan = Scan.Start(program, root, config, stormy)) await scan.FinishAsync();
            foreach (var (order, acknowledged) in after)
                fetchedAgain.AddRange(shops.Log.Where(served => served.Order > order && acknowledged.Contains($"http://{served.Host}{served.Path}")).Select(served => served.Host + served.Path));

            var (expected, actual) = (StoreReader.Listings(calm), StoreReader.Listings(stormy));
            var differing = expected.Except(actual, StringComparer.Ordinal).Concat(actual.Except(expected, StringComparer.Ordinal)).Count();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pages} pages, {killed} kills (seed {seed}): {expected.Count} listings undisturbed, {actual.Count} disturbed, {differing} differ; {fetchedAgain.Count} pages fetched again after they were acknowledged"));
            foreach (var page in fetchedAgain.Take(10)) Console.WriteLine("  again: " + page);
            var isWhole = expected.Count == pages && actual.Count == pages && differing == 0 && fetchedAgain.Count == 0 && killed == kills;
            if (!isWhole) Console.Error.WriteLine("Not as it must be, see above.");
            return isWhole ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
