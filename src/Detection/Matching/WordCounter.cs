namespace Ecom389.Monitor.Detection.Matching;

/// <summary>Numbers the words and sentences of a text exactly as <see cref="PhraseAutomaton"/> does.</summary>
internal static class WordCounter
{
    /// <summary>Fills, for each character, the number of its word (of a gap: of the word before it plus one) and of its sentence.</summary>
    public static void Count(ReadOnlySpan<char> text, List<int> words, List<int> sentences)
    {
        words.Clear();
        sentences.Clear();
        int word = 0, sentence = 0;
        var inWord = false;
        for (var i = 0; i < text.Length; i++)
        {
            var kind = LetterClass.Of(text[i]);
            if (kind == LetterClass.Dot) kind = LetterClass.IsDecimalPoint(text, i) ? LetterClass.OtherLetter : LetterClass.EndsSentence(text, i) ? LetterClass.Break : LetterClass.Gap;
            else if (kind == LetterClass.Dash) kind = LetterClass.IsFreeDash(text, i) ? LetterClass.Break : LetterClass.Gap;
            if (kind < LetterClass.OtherLetter)
            {
                if (inWord) word++;
                if (kind == LetterClass.Break) sentence++;
            }
            inWord = kind >= LetterClass.OtherLetter;
            words.Add(word);
            sentences.Add(sentence);
        }
    }
}
