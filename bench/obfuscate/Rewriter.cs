using System.Text;
using System.Text.RegularExpressions;
using Ecom389.Monitor.Bench.Obfuscate.Tricks;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Bench.Obfuscate;

/// <summary>
/// Rewrites a listing as someone who hides from filters would: every word of the cues, half of the words of the lexicon, and one
/// word in ten of the rest; suspicious and clean listings alike. The same seed gives the same texts.
/// </summary>
public sealed partial class Rewriter
{
    private const double LexiconShare = 0.5, OtherShare = 0.1, SecondTrickShare = 0.2;
    private static readonly Trick[] All = Enum.GetValues<Trick>();

    /// <summary>What may come on top of another trick: it leaves letters where they are.</summary>
    private static readonly Trick[] Second = [Trick.ZeroWidth, Trick.Confusables, Trick.Bidi];
    private readonly Confusables _confusables;
    private readonly Lexicon _lexicon;
    private readonly int _seed;

    private Rewriter(Confusables confusables, Lexicon lexicon, int seed)
    {
        _confusables = confusables;
        _lexicon = lexicon;
        _seed = seed;
    }

    /// <summary>Reads what the tricks need from the shared folder beside the repository.</summary>
    /// <param name="shared">Folder with <c>data/real/confusables</c> and <c>domain</c>.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static Rewriter Open(string shared, int seed) => new(
        Confusables.Read(Path.Combine(shared, "data", "real", "confusables", "confusables.txt")),
        Lexicon.Read(Path.Combine(shared, "domain", "domain-facts.json")),
        seed);

    /// <summary>The listing rewritten.</summary>
    /// <param name="cues">Words that an inspector would point at; empty for a clean listing.</param>
    /// <param name="trick">One trick, or null for all ten at once, another for each word.</param>
    public ListingRecord Rewrite(ListingRecord listing, IReadOnlyList<string> cues, Trick? trick)
    {
        var random = new Random(StableHash(listing.Id) ^ _seed ^ ((int)(trick ?? (Trick)(-1)) * 7919));
        var words = cues.SelectMany(static cue => Words().Matches(cue).Select(static match => match.Value)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var tricks = new WordTricks(_confusables, _lexicon, random);
        return listing with
        {
            Title = Text(listing.Title),
            Description = Text(listing.Description),
            Attributes = listing.Attributes.ToDictionary(static pair => pair.Key, pair => Text(pair.Value), StringComparer.Ordinal),
        };

        string Text(string text)
        {
            // People type a line with diacritics or without.
            var lines = text.Split('\n');
            for (var l = 0; l < lines.Length; l++)
            {
                var bare = trick is Trick.NoDiacriticsOrTeencode && random.NextDouble() < 0.5 || trick is null && random.NextDouble() < 0.1;
                lines[l] = bare ? Letters.Strip(lines[l]) : Words().Replace(lines[l], match => Word(match.Value));
            }
            return string.Join('\n', lines);
        }

        string Word(string word)
        {
            var share = words.Contains(word) ? 1 : _lexicon.IsTelling(word) || _lexicon.Brands.Contains(word) ? LexiconShare : OtherShare;
            if (random.NextDouble() >= share) return word;
            if (trick is { } one) return tricks.Apply(one, word);
            var first = All[random.Next(All.Length)];
            var hidden = tricks.Apply(first, word);
            return random.NextDouble() < SecondTrickShare && first is Trick.Spaced or Trick.Dotted or Trick.Repeated
                ? Words().Replace(hidden, match => tricks.Apply(Second[random.Next(Second.Length)], match.Value))
                : hidden;
        }
    }

    /// <summary>The same on every machine and in every run.</summary>
    private static int StableHash(string text)
    {
        var hash = 17;
        foreach (var b in Encoding.UTF8.GetBytes(text)) hash = unchecked(hash * 31 + b);
        return hash;
    }

    [GeneratedRegex(@"(?<![\p{L}\d])\p{L}[\p{L}\p{M}]+(?![\p{L}\d])", RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
