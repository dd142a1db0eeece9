using System.Diagnostics.Metrics;
using Ecom389.Monitor.Operations.Telemetry;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Operations.Tests.Telemetry;

public sealed class MetricTests
{
    [Fact]
    public void What_is_measured_comes_out_with_its_kind_unit_labels_and_sums()
    {
        using var meter = new Meter("test.kinds");
        using var collector = new MetricCollector(new HashSet<string>(StringComparer.Ordinal) { "test.kinds" });
        var counter = meter.CreateCounter<long>("shop.pages", "{page}", "Pages\nread");
        var histogram = meter.CreateHistogram<double>("job.duration", "s");
        meter.CreateObservableGauge("disk.free", () => new Measurement<long>(7, new KeyValuePair<string, object?>("path", "C:\\\"x\"\n")), "By");
        counter.Add(2, new KeyValuePair<string, object?>("source", "a"));
        counter.Add(3, new KeyValuePair<string, object?>("source", "a"));
        counter.Add(1, new KeyValuePair<string, object?>("source", "b"));
        histogram.Record(0.004);
        histogram.Record(7200);
        histogram.Record(1e9);

        var text = PrometheusText.Write(collector.Collect());
        var samples = PrometheusParser.Read(text);

        Assert.Equal(5, samples.Single(sample => sample.Name == "shop_pages_total" && sample.Labels["source"] == "a").Value);
        Assert.Equal("C:\\\"x\"\n", samples.Single(sample => sample.Name == "disk_free_bytes").Labels["path"]);
        Assert.Equal(1, samples.Single(sample => sample.Name == "job_duration_seconds_bucket" && sample.Labels["le"] == "0.005").Value);
        Assert.Equal(3, samples.Single(sample => sample.Name == "job_duration_seconds_count").Value);
        Assert.Equal(2, samples.Single(sample => sample.Name == "job_duration_seconds_bucket" && sample.Labels["le"] == "14400").Value);
        Assert.Contains("# HELP shop_pages_total Pages\\nread\n", text, StringComparison.Ordinal);
        // Asked again, an observed value is told anew and not added up.
        Assert.Equal(7, PrometheusParser.Read(PrometheusText.Write(collector.Collect())).Single(sample => sample.Name == "disk_free_bytes").Value);
    }

    [Fact]
    public void Whatever_names_and_values_a_meter_has_the_text_can_be_read() =>
        Prop.ForAll<string, string, double>((name, value, number) =>
        {
            using var meter = new Meter("test.any");
            using var collector = new MetricCollector(new HashSet<string>(StringComparer.Ordinal) { "test.any" });
            meter.CreateCounter<double>(name ?? "", value, value).Add(double.IsNaN(number) ? 0 : Math.Abs(number), new KeyValuePair<string, object?>(value ?? "", name));
            meter.CreateHistogram<double>("h." + name, value).Record(number, new KeyValuePair<string, object?>("x", value));
            var samples = PrometheusParser.Read(PrometheusText.Write(collector.Collect()));
            return samples.Count > 2;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_meter_with_endless_labels_is_cut_off()
    {
        using var meter = new Meter("test.many");
        using var collector = new MetricCollector(new HashSet<string>(StringComparer.Ordinal) { "test.many" });
        var counter = meter.CreateCounter<long>("c");
        for (var i = 0; i < MetricCollector.MostSeries + 500; i++) counter.Add(1, new KeyValuePair<string, object?>("i", i));

        Assert.Equal(MetricCollector.MostSeries, Assert.Single(collector.Collect()).Samples.Count);
    }

    [Fact]
    public void A_gauge_whose_source_fails_leaves_the_others_there()
    {
        using var meter = new Meter("test.failing");
        using var collector = new MetricCollector(new HashSet<string>(StringComparer.Ordinal) { "test.failing" });
        meter.CreateObservableGauge("bad", long () => throw new IOException("closed"));
        meter.CreateObservableGauge<long>("good", () => 1);

        Assert.Contains(PrometheusParser.Read(PrometheusText.Write(collector.Collect())), sample => sample is { Name: "good", Value: 1 });
    }
}
