using System.Diagnostics.Metrics;

namespace Ecom389.Monitor.Operations.Telemetry;

/// <summary>
/// Listens to meters and keeps what they measured, for the text endpoint: counters and histograms are summed as they come,
/// observable instruments are asked at each collection. A meter that sends too many label sets is cut off, so that a stranger's
/// word can never fill the memory. Safe for concurrent use.
/// </summary>
internal sealed class MetricCollector : IDisposable
{
    /// <summary>Most label sets an instrument may have.</summary>
    public const int MostSeries = 2000;

    // Prometheus' usual seconds, stretched to a night: requests take milliseconds, jobs hours.
    private static readonly double[] Bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 14_400, 28_800];

    private readonly Lock _gate = new();
    private readonly MeterListener _listener = new();
    private readonly Dictionary<Instrument, Kept> _kept = [];

    /// <param name="meters">Names of the meters listened to.</param>
    public MetricCollector(IReadOnlySet<string> meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!meters.Contains(instrument.Meter.Name)) return;
            lock (_gate) _kept[instrument] = new(instrument);
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.MeasurementsCompleted = (instrument, _) =>
        {
            lock (_gate) _kept.Remove(instrument);
        };
        _listener.SetMeasurementEventCallback<byte>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<short>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<float>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<decimal>((instrument, value, tags, _) => Add(instrument, (double)value, tags));
        _listener.Start();
    }

    /// <summary>Everything measured so far.</summary>
    public IReadOnlyList<MetricFamily> Collect()
    {
        lock (_gate)
        {
            foreach (var kept in _kept.Values.Where(kept => kept.Instrument.IsObservable)) kept.Series.Clear();
        }

        try
        {
            _listener.RecordObservableInstruments();
        }
        catch (AggregateException)
        {
            // A gauge whose source does not answer now (a closed store) is left out; the others are there.
        }

        lock (_gate)
        {
            // Two instruments may end up with one name (a gauge made anew): their samples belong to one family.
            return [.. _kept.Values.Select(kept => kept.Family()).GroupBy(family => family.Name, StringComparer.Ordinal)
                .Select(same => same.First() with { Samples = [.. same.SelectMany(family => family.Samples).DistinctBy(sample => (sample.Suffix, string.Join('\u0001', sample.Labels)))] })];
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new KeyValuePair<string, string>[tags.Length];
        for (var i = 0; i < tags.Length; i++) labels[i] = new(PrometheusText.LabelName(tags[i].Key), Convert.ToString(tags[i].Value, System.Globalization.CultureInfo.InvariantCulture) ?? "");
        Array.Sort(labels, static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        lock (_gate)
        {
            if (_kept.TryGetValue(instrument, out var kept)) kept.Add(labels, value);
        }
    }

    private sealed class Kept
    {
        private readonly bool _isHistogram;
        private readonly bool _isCounter;

        public Kept(Instrument instrument)
        {
            Instrument = instrument;
            var kind = instrument.GetType().Name;
            _isHistogram = kind.StartsWith("Histogram", StringComparison.Ordinal);
            _isCounter = kind.StartsWith("Counter", StringComparison.Ordinal) || kind.StartsWith("ObservableCounter", StringComparison.Ordinal);
        }

        public Instrument Instrument { get; }

        public Dictionary<string, Series> Series { get; } = new(StringComparer.Ordinal);

        public void Add(KeyValuePair<string, string>[] labels, double value)
        {
            var key = string.Join('\u0001', labels);
            if (!Series.TryGetValue(key, out var series))
            {
                if (Series.Count >= MostSeries) return;
                Series[key] = series = new(labels, _isHistogram ? new long[Bounds.Length + 1] : null);
            }

            if (series.Buckets is { } buckets)
            {
                var bucket = Array.FindIndex(Bounds, bound => value <= bound);
                buckets[bucket < 0 ? Bounds.Length : bucket]++;
            }

            series.Count++;
            // What an observable instrument tells is the whole; everything else is what was added.
            if (Instrument.IsObservable || Instrument.GetType().Name.StartsWith("Gauge", StringComparison.Ordinal)) series.Sum = value;
            else series.Sum += value;
        }

        public MetricFamily Family()
        {
            var name = PrometheusText.MetricName(Instrument.Name, Instrument.Unit, _isCounter);
            var help = Instrument.Description ?? Instrument.Name;
            if (!_isHistogram) return new(name, _isCounter ? "counter" : "gauge", help, [.. Series.Values.Select(series => new MetricSample("", series.Labels, series.Sum))]);
            return new(name, "histogram", help, [.. Series.Values.SelectMany(Histogram)]);
        }

        private static IEnumerable<MetricSample> Histogram(Series series)
        {
            long sum = 0;
            for (var i = 0; i <= Bounds.Length; i++)
            {
                sum += series.Buckets![i];
                yield return new("_bucket", [.. series.Labels, new("le", PrometheusText.Number(i < Bounds.Length ? Bounds[i] : double.PositiveInfinity))], sum);
            }

            yield return new("_sum", series.Labels, series.Sum);
            yield return new("_count", series.Labels, series.Count);
        }
    }

    private sealed class Series(KeyValuePair<string, string>[] labels, long[]? buckets)
    {
        public KeyValuePair<string, string>[] Labels { get; } = labels;

        public long[]? Buckets { get; } = buckets;

        public long Count { get; set; }

        public double Sum { get; set; }
    }
}
