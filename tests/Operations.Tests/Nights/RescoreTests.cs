using Ecom389.Monitor.Core;
using Ecom389.Monitor.Schedule;

namespace Ecom389.Monitor.Operations.Tests.Nights;

public sealed class RescoreTests
{
    [Fact]
    public async Task After_rules_changed_every_listing_is_judged_anew_once_and_broken_rules_leave_the_last_good_ones_in_force()
    {
        await using var sample = await SampleInstallation.StartAsync();
        await sample.ScanAsync();
        var before = await sample.Services.Store.Listings.TotalsAsync(CancellationToken.None);
        var rules = Path.Combine(sample.Folder, "rules");
        foreach (var path in Directory.EnumerateFiles(sample.Installation.Rules, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(rules, Path.GetRelativePath(sample.Installation.Rules, path));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(path, to);
        }

        // A pack that says the same in other words is another version: the judgement is the same, the finding is new.
        var pack = Directory.EnumerateFiles(Path.Combine(rules, "packs"), "*.yaml").Order(StringComparer.Ordinal).First();
        await File.AppendAllTextAsync(pack, "\n# đổi phiên bản\n");
        sample.Installation = sample.Installation with { Rules = rules };
        await using var host = await sample.HostAsync();
        var job = host.Setup.Config.Schedule.Single(one => one.Kind == JobKind.Rescore);

        var run = await host.Runner.RunAsync(job, new(job.Id, "2026-11-22", "schedule", "system:schedule", null, false), DateTimeOffset.MaxValue, CancellationToken.None);
        Assert.Equal(JobState.Done, run!.State);
        var after = await sample.Services.Store.Listings.TotalsAsync(CancellationToken.None);
        Assert.Equal((before.Listings, before.Snapshots, before.Findings + before.Listings, before.OpenItems), (after.Listings, after.Snapshots, after.Findings, after.OpenItems));
        Assert.Empty((await sample.Services.Store.Care.CheckAsync(CancellationToken.None)).Faults);

        await host.Runner.RunAsync(job, new(job.Id, "2026-11-23", "schedule", "system:schedule", null, false), DateTimeOffset.MaxValue, CancellationToken.None);
        Assert.Equal(after, await sample.Services.Store.Listings.TotalsAsync(CancellationToken.None));

        await File.AppendAllTextAsync(Path.Combine(rules, "violations.yaml"), "\nlạ: [");
        var broken = await host.Runner.RunAsync(job, new(job.Id, "2026-11-24", "schedule", "system:schedule", null, false), DateTimeOffset.MaxValue, CancellationToken.None);
        Assert.Equal(JobState.Partial, broken!.State);
        Assert.Contains("violations.yaml", broken.Message, StringComparison.Ordinal);
        Assert.Equal(after, await sample.Services.Store.Listings.TotalsAsync(CancellationToken.None));
    }
}
