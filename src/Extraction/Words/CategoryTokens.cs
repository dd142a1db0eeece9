using System.Text;

namespace Ecom389.Monitor.Extraction;

/// <summary>The words of a text in small letters, each with its marks and without.</summary>
internal sealed class CategoryTokens
{
    private readonly string _marked;
    private readonly string _folded;
    private readonly List<(int From, int Length, int FoldedFrom, int FoldedLength)> _words;

    public CategoryTokens(string text)
    {
        _marked = Composed.FormKC(PageDecoder.Replace(text)).ToLowerInvariant();
        // Words of Vietnamese have three or four letters.
        _words = new(_marked.Length / 4);
        // Nearly every text folds letter by letter; words of the others are folded one by one.
        var folded = Folding.InPlace(_marked);
        var apart = folded is null ? new StringBuilder() : null;
        for (var i = 0; i < _marked.Length; i++)
        {
            if (!char.IsLetterOrDigit(_marked[i])) continue;
            var start = i;
            while (i < _marked.Length && char.IsLetterOrDigit(_marked[i])) i++;
            if (apart is null)
            {
                _words.Add((start, i - start, start, i - start));
                continue;
            }

            var word = Vocabulary.Fold(_marked[start..i]);
            _words.Add((start, i - start, apart.Length, word.Length));
            apart.Append(word);
        }

        _folded = folded ?? apart!.ToString();
    }

    public int Count => _words.Count;

    public ReadOnlySpan<char> Marked(int word) => _marked.AsSpan(_words[word].From, _words[word].Length);

    public ReadOnlySpan<char> Folded(int word) => _folded.AsSpan(_words[word].FoldedFrom, _words[word].FoldedLength);
}
