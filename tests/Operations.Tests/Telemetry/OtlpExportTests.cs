using Ecom389.Monitor.Core;
using Ecom389.Monitor.Operations.Configuration;
using Ecom389.Monitor.Operations.Hosting;
using Ecom389.Monitor.Operations.Telemetry;
using Ecom389.Monitor.Schedule;

namespace Ecom389.Monitor.Operations.Tests.Telemetry;

/// <summary>What is told of a process is told of the whole of it: no other scan may run beside.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneInTheProcess
{
    public const string Name = "alone in the process";
}

/// <summary>What a collector gets by OTLP from a real scan.</summary>
[Collection(AloneInTheProcess.Name)]
public sealed class OtlpExportTests
{
    [Fact]
    public async Task A_night_arrives_as_one_trace_a_page_from_fetch_to_store_with_metrics_beside()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var sample = await SampleInstallation.StartAsync();
        using var folder = new TemporaryFolder();
        var headers = Secret.TryOpen(folder.File("headers", "x-key=thu-mot-hai"), out _);
        await using (var host = await sample.HostAsync(config => config with
        {
            Schedule = [.. config.Schedule.Select(job => job.Kind is JobKind.Scan ? job with { Sources = [SampleInstallation.Shop] } : job)],
            Collector = new CollectorSettings(receiver.Address, headers, 100, TimeSpan.FromMinutes(1)),
        }))
        {
            var job = host.Setup.Config.Schedule.Single(one => one.Kind == JobKind.Scan);
            var run = await host.Runner.RunAsync(job, new(job.Id, "2026-11-23", "schedule", "system:schedule", null, Retry: false), DateTimeOffset.MaxValue, CancellationToken.None);
            Assert.Equal(JobState.Done, run!.State);
        }

        var captures = await sample.Services.Store.Listings.TotalsAsync(CancellationToken.None);
        var traces = receiver.Spans.GroupBy(span => span.Trace, StringComparer.Ordinal).ToList();
        var job1 = Assert.Single(receiver.Spans, span => span.Name == "job scan-night");
        var pages = traces.Where(trace => trace.Any(span => span is { Name: "page", Parent: "" } && span.Attributes["source.id"] == SampleInstallation.Shop)).ToList();
        Assert.InRange(pages.Count, 25, captures.Captures);
        var stored = pages.Where(trace => trace.Any(span => span.Name == "store")).ToList();
        Assert.True(stored.Count >= 25);
        Assert.All(stored, trace =>
        {
            var page = Assert.Single(trace, span => span.Name == "page");
            var way = trace.Where(span => span.Parent == page.Id).OrderBy(span => span.Start).Select(span => span.Name).ToList();
            Assert.Equal(["fetch", "archive", "extract", .. way.Contains("score") ? (string[])["score"] : [], "store"], way);
            Assert.All(trace, span => Assert.True(span.Start >= page.Start && span.End <= page.End && span.Start <= span.End));
            Assert.True(Guid.TryParse(page.Attributes["capture.id"], out _));
            Assert.Equal([job1.Trace], page.LinkedTraces);
        });
        Assert.Contains(stored, trace => trace.Any(span => span.Name == "score"));
        Assert.Contains("ecom389.job.runs", receiver.Metrics);
        Assert.Contains("ecom389.scan.pages", receiver.Metrics);
        Assert.Contains("dotnet.gc.collections", receiver.Metrics);
        Assert.Equal(["thu-mot-hai"], receiver.Keys);
    }

    [Fact]
    public async Task A_collector_that_is_not_there_disturbs_nothing()
    {
        await using var sample = await SampleInstallation.StartAsync();
        using (new OtlpExport(new CollectorSettings(new Uri("http://127.0.0.1:9"), null, 100, TimeSpan.FromSeconds(1)), OperationsHost.Meters))
        {
            var report = await sample.ScanAsync(pages: 5);
            Assert.True(report.Listings.Values.Sum() > 0);
        }
    }

    [Fact]
    public void A_wrong_address_of_a_collector_is_told_with_its_field()
    {
        var json = File.ReadAllText(Path.Combine(Repository.Root, "operations.json")).Replace("\"collector\": null", "\"collector\": { \"otlpEndpoint\": \"chỗ nào đó\" }", StringComparison.Ordinal);
        var fault = Assert.Throws<InvalidInputException>(() => new OperationsConfigReader("operations.json", []).Read(System.Text.Encoding.UTF8.GetBytes(json)));
        Assert.Equal("collector.otlpEndpoint", Assert.Single(fault.Errors).Field);
    }
}
