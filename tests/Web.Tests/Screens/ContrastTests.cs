using System.Globalization;
using System.Text.RegularExpressions;
using Ecom389.Monitor.Web.Assets;

namespace Ecom389.Monitor.Web.Tests.Screens;

/// <summary>WCAG 2.2 contrast (1.4.3, 1.4.11) of the colours as tokens.css names them, in both schemes.</summary>
public sealed partial class ContrastTests
{
    // Text on the surface it stands on.
    private static readonly (string Text, string Ground)[] Texts =
    [
        ("ink", "ground"), ("ink", "surface"), ("ink", "sunken"), ("ink", "accent-soft"), ("ink-soft", "ground"), ("ink-soft", "surface"), ("ink-soft", "sunken"), ("ink-soft", "accent-soft"),
        ("accent", "ground"), ("accent", "surface"), ("accent-strong", "accent-soft"), ("on-accent", "accent"), ("on-accent", "accent-strong"),
        ("bar-ink", "bar"), ("bar-soft", "bar"), ("bar-ink", "bar-field"), ("bar-soft", "bar-field"),
        ("for", "surface"), ("for", "for-soft"), ("against", "surface"), ("against", "against-soft"), ("warn", "surface"), ("warn", "both-soft"), ("warn", "warn-soft"),
        ("ink", "for-soft"), ("ink", "against-soft"), ("ink", "both-soft"), ("surface", "ink"),
        ("heat-text-1", "surface"), ("heat-text-2", "surface"), ("heat-text-3", "surface"), ("heat-text-4", "surface"), ("heat-text-1", "ground"), ("heat-text-2", "ground"), ("heat-text-3", "ground"), ("heat-text-4", "ground"),
    ];

    // What tells a control or a mark from its surroundings.
    private static readonly (string Mark, string Ground)[] Marks =
    [
        ("focus", "ground"), ("focus", "surface"), ("line-strong", "surface"), ("for-line", "surface"), ("against-line", "surface"), ("both-line", "surface"),
        ("heat-1", "surface"), ("heat-3", "surface"), ("heat-4", "surface"),
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Text_is_at_least_four_and_a_half_to_one_and_marks_three_to_one(bool dark)
    {
        var colours = Tokens(dark);
        foreach (var (text, ground) in Texts) AtLeast(4.5, text, ground);
        foreach (var (mark, ground) in Marks) AtLeast(3, mark, ground);

        void AtLeast(double ratio, string over, string under)
        {
            var found = Contrast(colours[over], colours[under]);
            Assert.True(found >= ratio, $"{over} on {under} is {found.ToString("0.00", CultureInfo.InvariantCulture)}:1{(dark ? " in the dark" : "")}.");
        }
    }

    private static Dictionary<string, string> Tokens(bool dark)
    {
        using var stream = typeof(SiteAssets).Assembly.GetManifestResourceStream("wwwroot/css/tokens.css")!;
        using var reader = new StreamReader(stream);
        var parts = reader.ReadToEnd().Split("@media (prefers-color-scheme: dark)");
        var colours = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in dark ? parts : parts[..1])
            foreach (Match match in Colour().Matches(part)) colours[match.Groups["name"].Value] = match.Groups["value"].Value;
        return colours;
    }

    private static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string colour)
    {
        var channels = Enumerable.Range(0, 3).Select(index => int.Parse(colour.AsSpan(1 + (index * 2), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(value => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4)).ToArray();
        return (0.2126 * channels[0]) + (0.7152 * channels[1]) + (0.0722 * channels[2]);
    }

    [GeneratedRegex("--(?<name>[a-z0-9-]+): (?<value>#[0-9a-f]{6})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Colour();
}
