namespace Ecom389.Monitor.Extraction;

/// <summary>Assigns our category by words: those of the title weigh most, then the breadcrumb's, then the description's beginning.</summary>
internal sealed class CategoryGuesser(Vocabulary words)
{
    /// <summary>The category and the word that spoke for it most, or null when nothing did.</summary>
    public (string Id, string Word)? Guess(string? breadcrumb, string title, string description)
    {
        var folded = Vocabulary.Fold(title);
        var crumb = Vocabulary.Fold(breadcrumb ?? "");
        var text = title.Length > 0 ? "" : Vocabulary.Fold(description.Length > 300 ? description[..300] : description);
        (string Id, string Word)? best = null;
        var bestScore = 0.0;
        foreach (var (id, list) in words.Categories)
        {
            var score = 0.0;
            string? strongest = null;
            foreach (var word in list)
            {
                var gain = 0.0;
                if (Vocabulary.IndexOfWord(folded, word, 0) is var at and >= 0) gain += word.Length * (at < 12 ? 2.0 : 1.0);
                if (crumb.Length > 0 && Vocabulary.IndexOfWord(crumb, word, 0) >= 0) gain += word.Length * 1.5;
                if (text.Length > 0 && Vocabulary.IndexOfWord(text, word, 0) >= 0) gain += word.Length * 0.8;
                if (gain <= 0) continue;
                score += gain;
                strongest ??= word;
            }

            if (score > bestScore && strongest is not null)
            {
                bestScore = score;
                best = (id, strongest);
            }
        }

        return best;
    }
}
