using System.Diagnostics;
using Ecom389.Monitor.Operations.Configuration;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Ecom389.Monitor.Operations.Telemetry;

/// <summary>
/// Sends metrics and traces to a collector by OTLP over HTTP (protobuf). A collector that does not answer costs nothing but what it
/// misses: batches wait in a bounded queue and are dropped. Disposing sends what waits, for five seconds at most.
/// </summary>
internal sealed class OtlpExport : IDisposable
{
    private const int LongestFarewell = 5_000;

    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;

    public OtlpExport(CollectorSettings settings, IEnumerable<string> meters)
    {
        var resource = ResourceBuilder.CreateEmpty().AddService("ecom389-monitor", serviceVersion: typeof(OtlpExport).Assembly.GetName().Version?.ToString(), autoGenerateServiceInstanceId: true);
        _traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(MonitorTelemetry.Name)
            .SetSampler(new PageSampler(settings.PagePercent / 100.0))
            .AddOtlpExporter(options => Configure(options, settings, "v1/traces"))
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter([.. meters])
            .AddOtlpExporter((options, reader) =>
            {
                Configure(options, settings, "v1/metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)settings.Every.TotalMilliseconds;
            })
            .Build();
    }

    public void Dispose()
    {
        _traces.Shutdown(LongestFarewell);
        _metrics.Shutdown(LongestFarewell);
        _traces.Dispose();
        _metrics.Dispose();
    }

    private static void Configure(OtlpExporterOptions options, CollectorSettings settings, string path)
    {
        options.Protocol = OtlpExportProtocol.HttpProtobuf;
        // Given in code the address is taken as it is.
        options.Endpoint = new Uri(settings.Endpoint.AbsoluteUri.TrimEnd('/') + "/" + path);
        if (settings.Headers is { } headers) options.Headers = headers.Read();
    }

    /// <summary>Takes a share of pages, whole traces of them, and all of what is no page.</summary>
    private sealed class PageSampler(double share) : Sampler
    {
        private readonly TraceIdRatioBasedSampler _pages = new(share);

        public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
        {
            var parent = samplingParameters.ParentContext;
            if (parent.TraceId != default) return new((parent.TraceFlags & ActivityTraceFlags.Recorded) != ActivityTraceFlags.None);
            return samplingParameters.Name == "page" ? _pages.ShouldSample(samplingParameters) : new(true);
        }
    }
}
