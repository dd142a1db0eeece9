using Ecom389.Monitor.Detection.Rules;

namespace Ecom389.Monitor.Detection.Context;

/// <summary>Words that say which goods a text speaks of, from <c>rules/lexicons/goods.yaml</c>.</summary>
/// <param name="Category">As in a listing record: <c>router-wifi</c>.</param>
public sealed record GoodsWords(string Category, PhraseSet Words);

/// <summary>Goods of the known categories that a listing names.</summary>
/// <param name="Prominent">Bit i: the i-th category of the lexicon is named in the title, the attributes or where the description begins.</param>
/// <param name="Mentions">How often goods of any category are named anywhere.</param>
public readonly record struct GoodsNamed(ulong Prominent, int Mentions);

/// <summary>
/// Tells what goods a scanned listing names. A condition on the category asks it where the crawler has none, and nothing is flagged that
/// names no goods the machine has learnt about: a novel's prose is no trade in routers.
/// </summary>
internal sealed class GoodsLexicon
{
    /// <summary>Characters of a description in which a seller says what is sold.</summary>
    private const int Beginning = 400;

    /// <summary>The category that stands for all that the lexicon does not list.</summary>
    public const string AnyOther = "other-non-ict";

    private readonly string[] _categories;
    private readonly ulong[] _byPattern;

    public GoodsLexicon(IReadOnlyList<GoodsWords> goods, int patterns)
    {
        _categories = [.. goods.Select(static entry => entry.Category)];
        _byPattern = new ulong[patterns];
        for (var c = 0; c < goods.Count; c++)
        {
            foreach (var pattern in goods[c].Words.Patterns) _byPattern[pattern] |= 1UL << c;
        }
    }

    /// <summary>Whether there is anything to ask.</summary>
    public bool IsEmpty => _categories.Length == 0;

    /// <summary>What a scanned listing names.</summary>
    public GoodsNamed Read(ListingMatch match)
    {
        ulong prominent = 0;
        var mentions = 0;
        foreach (var pattern in match.Touched)
        {
            var categories = _byPattern[pattern];
            if (categories == 0) continue;
            foreach (var (field, hit) in match.Of(pattern))
            {
                if (!match.IsOrdinary(field)) continue;
                mentions++;
                if (hit.Start < Beginning) prominent |= categories;
            }
        }
        return new(prominent, mentions);
    }

    /// <summary>Whether goods of one of these categories are named.</summary>
    public bool IsNamed(GoodsNamed named, IReadOnlySet<string> categories)
    {
        if (IsEmpty || categories.Contains(AnyOther)) return true;
        for (var c = 0; c < _categories.Length; c++)
        {
            if ((named.Prominent >> c & 1) != 0 && categories.Contains(_categories[c])) return true;
        }
        return false;
    }
}
