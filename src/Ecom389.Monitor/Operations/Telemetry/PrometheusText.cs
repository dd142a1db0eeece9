using System.Globalization;
using System.Text;

namespace Ecom389.Monitor.Operations.Telemetry;

/// <summary>A family of samples as Prometheus knows them.</summary>
/// <param name="Name">Valid metric name, unit and <c>_total</c> included.</param>
/// <param name="Type"><c>counter</c>, <c>gauge</c> or <c>histogram</c>.</param>
internal sealed record MetricFamily(string Name, string Type, string Help, IReadOnlyList<MetricSample> Samples);

/// <summary>One sample.</summary>
/// <param name="Suffix">After the family's name: empty, <c>_bucket</c>, <c>_sum</c>, <c>_count</c>.</param>
internal sealed record MetricSample(string Suffix, IReadOnlyList<KeyValuePair<string, string>> Labels, double Value);

/// <summary>
/// Writes Prometheus' text format 0.0.4 (prometheus.io, "Exposition formats"): help and type once a family, its samples together,
/// names from <c>[a-zA-Z_:][a-zA-Z0-9_:]*</c>, label values with backslash, quote and line end escaped, a line feed at the end.
/// </summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(IEnumerable<MetricFamily> families)
    {
        var text = new StringBuilder();
        foreach (var family in families.OrderBy(family => family.Name, StringComparer.Ordinal))
        {
            if (family.Samples.Count == 0) continue;
            text.Append("# HELP ").Append(family.Name).Append(' ').Append(family.Help.Replace("\\", "\\\\", StringComparison.Ordinal).ReplaceLineEndings("\\n")).Append('\n');
            text.Append("# TYPE ").Append(family.Name).Append(' ').Append(family.Type).Append('\n');
            foreach (var sample in family.Samples)
            {
                text.Append(family.Name).Append(sample.Suffix);
                for (var i = 0; i < sample.Labels.Count; i++)
                    text.Append(i == 0 ? '{' : ',').Append(sample.Labels[i].Key).Append("=\"").Append(Escape(sample.Labels[i].Value)).Append('"');
                if (sample.Labels.Count > 0) text.Append('}');
                text.Append(' ').Append(Number(sample.Value)).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>A metric's name from OpenTelemetry's (compatibility specification): dots become underscores, the unit is spelt out at the end.</summary>
    public static string MetricName(string name, string? unit, bool counter)
    {
        var plain = Plain(name, colon: true);
        var ending = unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            "1" => counter ? "" : "_ratio",
            null or "" => "",
            _ when unit.StartsWith('{') => "",
            _ => "_" + Plain(unit, colon: false),
        };
        if (ending.Length > 0 && !plain.EndsWith(ending, StringComparison.Ordinal)) plain += ending;
        return counter && !plain.EndsWith("_total", StringComparison.Ordinal) ? plain + "_total" : plain;
    }

    /// <summary>A label's name.</summary>
    public static string LabelName(string name)
    {
        var plain = Plain(name, colon: false);
        // Two leading underscores are kept for Prometheus itself.
        return plain.StartsWith("__", StringComparison.Ordinal) ? "key" + plain : plain;
    }

    public static string Number(double value) => double.IsNaN(value) ? "NaN"
        : double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Plain(string name, bool colon)
    {
        var plain = new StringBuilder(name.Length + 1);
        foreach (var letter in name)
        {
            var good = char.IsAsciiLetterOrDigit(letter) || letter == '_' || (colon && letter == ':');
            if (good) plain.Append(letter);
            else if (plain.Length == 0 || plain[^1] != '_') plain.Append('_');
        }

        if (plain.Length == 0 || char.IsAsciiDigit(plain[0])) plain.Insert(0, '_');
        return plain.ToString();
    }

    private static string Escape(string value) => value.ReplaceLineEndings("\n").Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
