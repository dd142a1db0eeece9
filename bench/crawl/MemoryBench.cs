using System.Globalization;

namespace Ecom389.Monitor.Bench.Crawl;

/// <summary>Peak memory of the whole pipeline over crawls of growing size: the last must lie within a tenth of the first.</summary>
internal static class MemoryBench
{
    public static async Task<int> RunAsync(string program, string root, IReadOnlyList<int> sizes)
    {
        var peaks = new List<double>();
        Console.WriteLine("| pages | listings | peak memory, MB | CPU-s a 1,000 pages | pages/s |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        foreach (var pages in sizes)
        {
            var folder = Directory.CreateTempSubdirectory("ecom389-memory-").FullName;
            try
            {
                await using var shops = await SyntheticShops.StartAsync(pages, hosts: 8);
                var config = Path.Combine(folder, "crawler.json");
                await File.WriteAllTextAsync(config, shops.Configuration(together: false));
                var data = Path.Combine(folder, "data");
                var started = TimeProvider.System.GetTimestamp();
                using var scan = Scan.Start(program, root, config, data);
                var (peak, cpu) = (0.0, 0.0);
                while (!scan.Reading.IsCompleted)
                {
                    peak = Math.Max(peak, scan.PeakMegabytes() ?? 0);
                    cpu = Math.Max(cpu, scan.CpuSeconds);
                    await Task.Delay(100);
                }

                await scan.FinishAsync();
                peaks.Add(peak);
                var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {pages:#,##0} | {StoreReader.Listings(data).Count:#,##0} | {peak:0} | {cpu * 1000 / pages:0.00} | {pages / seconds:0} |"));
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        var growth = peaks[^1] / peaks[0];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"last / first: {growth:0.00} (at most 1.10)"));
        return growth <= 1.10 ? 0 : 1;
    }
}
