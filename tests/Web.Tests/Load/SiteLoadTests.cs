using Ecom389.Monitor.Bench.Site;
using Xunit.Abstractions;

namespace Ecom389.Monitor.Web.Tests.Load;

/// <summary>
/// The load of bench/site at CI's size: three inspectors on 20,000 listings while a scan writes. What must hold on any machine is
/// asserted; how quick it was is printed, and bounded in full size by the bench itself.
/// </summary>
public sealed class SiteLoadTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Three_inspectors_decide_while_a_scan_writes_and_no_decision_is_lost_or_doubled()
    {
        var folder = Directory.CreateTempSubdirectory("ecom389-load-").FullName;
        try
        {
            var file = Path.Combine(folder, "store.db");
            await StoreFill.RunAsync(file, listings: 20_000, items: 2_000, TimeProvider.System.GetUtcNow());
            await using var site = await ServedSite.StartAsync(file, inspectors: 3, port: 0);
            var result = await LoadRun.RunAsync(file, site.Address, 3, TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(12), 10);
            output.WriteLine(result.Print());
            Assert.Empty(result.Timings.Faults);
            Assert.NotEmpty(result.Timings.Decided);
            Assert.Equal((0, 0), (result.Lost, result.Doubled));
            Assert.Equal(result.Timings.Decided.Count, result.InAudit);
            Assert.True(result.PagesWritten > 0);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
