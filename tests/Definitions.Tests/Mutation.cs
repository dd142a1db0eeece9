using System.Text;
using System.Text.RegularExpressions;

namespace Ecom389.Monitor.Definitions.Tests;

/// <summary>
/// What a shop's new theme does to a crawler: every class, id and script hook gets another name, the same name everywhere.
/// Structured data and scripts stay as they are.
/// </summary>
internal static partial class Mutation
{
    public static string Of(string html, int seed)
    {
        var random = new Random(seed);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        string Renamed(string name)
        {
            if (!names.TryGetValue(name, out var other)) names[name] = other = NewName(random);
            return other;
        }

        return Tag().Replace(html, tag => tag.Value.StartsWith("<script", StringComparison.OrdinalIgnoreCase)
            ? tag.Value
            : Named().Replace(tag.Value, named => $"{named.Groups["name"].Value}=\"{string.Join(' ', named.Groups["value"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Renamed))}\""));
    }

    private static string NewName(Random random)
    {
        var name = new StringBuilder("m");
        for (var i = 0; i < 7; i++) name.Append((char)('a' + random.Next(26)));
        return name.ToString();
    }

    [GeneratedRegex("<[a-zA-Z][^>]*>", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();

    // The hooks of scripts (data-e2e, data-ad-preview …) change with the markup; roles, itemprops and data that mean something stay.
    [GeneratedRegex("(?<=\\s)(?<name>class|id|data-(?:e2e|testid|view-id|qa-locator|pagelet|ad-[a-z-]+))=\"(?<value>[^\"]*)\"", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Named();
}
