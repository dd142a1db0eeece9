using System.Text.Json;
using System.Text.RegularExpressions;

namespace Ecom389.Monitor.Bench.Obfuscate;

/// <summary>
/// What an evader would hide and how brands are misspelt: the slang lexicon and the table of brand misspellings of
/// domain-facts.json, read from beside the repository.
/// </summary>
internal sealed partial class Lexicon
{
    private readonly HashSet<string> _words = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<string>> _misspellings = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Brands with at least one misspelling.</summary>
    public IReadOnlyCollection<string> Brands => _misspellings.Keys;

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="JsonException">The file is no JSON.</exception>
    public static Lexicon Read(string path)
    {
        using var facts = JsonDocument.Parse(File.ReadAllText(path));
        var lexicon = new Lexicon();
        foreach (var entry in facts.RootElement.GetProperty("slang_lexicon").EnumerateArray())
        {
            // Words of suspicion, alone or in context: hiding "freeship" gains nobody anything.
            var polarity = entry.GetProperty("polarity");
            if (polarity.ValueKind == JsonValueKind.Number && polarity.GetInt32() <= 0) continue;
            foreach (var spelling in entry.GetProperty("variants").EnumerateArray().Select(static v => v.GetString()!).Append(entry.GetProperty("term").GetString()!))
            {
                foreach (Match word in Words().Matches(spelling)) lexicon._words.Add(word.Value);
            }
        }
        foreach (var entry in facts.RootElement.GetProperty("brand_misspellings").EnumerateArray())
        {
            foreach (var brand in entry.GetProperty("brand").GetString()!.Split('/', StringSplitOptions.TrimEntries))
            {
                if (!lexicon._misspellings.TryGetValue(brand, out var list)) lexicon._misspellings.Add(brand, list = []);
                foreach (var spelling in entry.GetProperty("written").GetString()!.Split(['/', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                {
                    // "Samsuпg (Cyrillic п)": the note is no part of the spelling.
                    var note = spelling.IndexOf(" (", StringComparison.Ordinal);
                    list.Add(note < 0 ? spelling : spelling[..note]);
                }
            }
        }
        return lexicon;
    }

    /// <summary>Whether a word occurs in the lexicon of suspicion.</summary>
    public bool IsTelling(string word) => _words.Contains(word);

    /// <summary>A misspelling of a brand, or null for what is no brand.</summary>
    public string? Misspell(string brand, Random random) => _misspellings.TryGetValue(brand, out var list) ? list[random.Next(list.Count)] : null;

    [GeneratedRegex(@"\p{L}{2,}", RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
