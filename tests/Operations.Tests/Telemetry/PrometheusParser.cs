using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Ecom389.Monitor.Operations.Tests.Telemetry;

/// <summary>One sample as read.</summary>
internal sealed record ReadSample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);

/// <summary>
/// A strict reader of Prometheus' text format 0.0.4, written from its description alone: every line ends in a line feed; HELP and
/// TYPE once a family and before its samples; a family's samples together; histograms with rising buckets, +Inf equal to the count.
/// </summary>
internal static partial class PrometheusParser
{
    public static IReadOnlyList<ReadSample> Read(string text)
    {
        Check(text.Length == 0 || text[^1] == '\n', "the last line must end in a line feed");
        var samples = new List<ReadSample>();
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        var (helped, closed) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var current = "";
        foreach (var line in text.Split('\n')[..^1])
        {
            Check(!line.Contains('\r', StringComparison.Ordinal), "carriage return");
            if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                var parts = line.Split(' ', 4);
                Check(parts is [_, "HELP" or "TYPE", _, _] && MetricName().IsMatch(parts[2]), line);
                if (parts[1] == "HELP") Check(helped.Add(parts[2]), "HELP twice: " + line);
                else
                {
                    Check(parts[3] is "counter" or "gauge" or "histogram" or "summary" or "untyped", line);
                    Check(types.TryAdd(parts[2], parts[3]), "TYPE twice: " + line);
                    Check(!closed.Contains(parts[2]), "TYPE after samples: " + line);
                }

                continue;
            }

            var sample = Sample(line);
            samples.Add(sample);
            var family = Family(sample.Name, types);
            if (family != current)
            {
                Check(closed.Add(family), "samples of a family apart: " + line);
                current = family;
            }
        }

        Check(samples.Select(sample => sample.Name + string.Join(',', sample.Labels.OrderBy(label => label.Key, StringComparer.Ordinal))).Distinct(StringComparer.Ordinal).Count() == samples.Count, "a sample twice");
        foreach (var (name, type) in types) if (type == "histogram") CheckHistogram(name, samples);
        return samples;
    }

    private static string Family(string name, Dictionary<string, string> types)
    {
        foreach (var suffix in new[] { "_bucket", "_sum", "_count" })
            if (name.EndsWith(suffix, StringComparison.Ordinal) && types.GetValueOrDefault(name[..^suffix.Length]) == "histogram") return name[..^suffix.Length];
        Check(types.ContainsKey(name), "no TYPE for " + name);
        return name;
    }

    private static void CheckHistogram(string name, List<ReadSample> samples)
    {
        foreach (var series in samples.Where(sample => sample.Name == name + "_bucket").GroupBy(sample => string.Join(',', sample.Labels.Where(label => label.Key != "le").OrderBy(label => label.Key, StringComparer.Ordinal)), StringComparer.Ordinal))
        {
            var buckets = series.Select(sample => (Le: Number(sample.Labels["le"]), sample.Value)).ToList();
            Check(buckets.Zip(buckets.Skip(1)).All(pair => pair.First.Le < pair.Second.Le && pair.First.Value <= pair.Second.Value), "buckets of " + name);
            Check(double.IsPositiveInfinity(buckets[^1].Le), "no +Inf in " + name);
            Check(samples.Single(sample => sample.Name == name + "_count" && Key(sample) == series.Key).Value == buckets[^1].Value, "count of " + name);
            Check(samples.Count(sample => sample.Name == name + "_sum" && Key(sample) == series.Key) == 1, "sum of " + name);
        }

        static string Key(ReadSample sample) => string.Join(',', sample.Labels.OrderBy(label => label.Key, StringComparer.Ordinal));
    }

    private static ReadSample Sample(string line)
    {
        var open = line.IndexOf('{', StringComparison.Ordinal);
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        string name, rest;
        if (open >= 0 && open < space)
        {
            name = line[..open];
            var at = open + 1;
            while (line[at] != '}')
            {
                var equals = line.IndexOf('=', at);
                var label = line[at..equals];
                Check(LabelName().IsMatch(label) && line[equals + 1] == '"', line);
                at = equals + 2;
                var value = new StringBuilder();
                for (; line[at] != '"'; at++)
                {
                    if (line[at] != '\\')
                    {
                        value.Append(line[at]);
                        continue;
                    }

                    at++;
                    Check(line[at] is '\\' or '"' or 'n', "escape in " + line);
                    value.Append(line[at] == 'n' ? '\n' : line[at]);
                }

                Check(labels.TryAdd(label, value.ToString()), "a label twice: " + line);
                at++;
                if (line[at] == ',') at++;
            }

            rest = line[(at + 1)..].TrimStart(' ');
        }
        else
        {
            name = line[..space];
            rest = line[(space + 1)..];
        }

        Check(MetricName().IsMatch(name), line);
        return new(name, labels, Number(rest));
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        "NaN" => double.NaN,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private static void Check(bool holds, string what)
    {
        if (!holds) throw new FormatException(what);
    }

    [GeneratedRegex(@"^[a-zA-Z_:][a-zA-Z0-9_:]*\z")]
    private static partial Regex MetricName();

    [GeneratedRegex(@"^[a-zA-Z_][a-zA-Z0-9_]*\z")]
    private static partial Regex LabelName();
}
