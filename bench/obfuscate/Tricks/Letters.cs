using System.Globalization;
using System.Text;

namespace Ecom389.Monitor.Bench.Obfuscate.Tricks;

/// <summary>Words taken apart into letters with their marks.</summary>
internal static class Letters
{
    /// <summary>The letters of a word, composed, each with its marks.</summary>
    public static string[] Of(string word)
    {
        var letters = new List<string>();
        var elements = StringInfo.GetTextElementEnumerator(word.Normalize(NormalizationForm.FormC));
        while (elements.MoveNext()) letters.Add(elements.GetTextElement());
        return [.. letters];
    }

    /// <summary>The bare letter (đ is its own) and its marks apart.</summary>
    public static (char Letter, string Marks) Apart(string letter)
    {
        var apart = letter.Normalize(NormalizationForm.FormD);
        return (apart[0], apart[1..]);
    }

    /// <summary>The bare Latin letter: à → a, đ → d.</summary>
    public static char Bare(string letter) => Apart(letter).Letter switch { 'đ' => 'd', 'Đ' => 'D', var c => c };

    /// <summary>Text without diacritics.</summary>
    public static string Strip(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (char.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark) plain.Append(c switch { 'đ' => 'd', 'Đ' => 'D', _ => c });
        }
        return plain.ToString();
    }

    /// <summary>Replaces each letter for which there is a choice with the given likelihood, at least one.</summary>
    public static string Replace(string word, double share, Random random, Func<string, string?> choose)
    {
        var letters = Of(word);
        var able = Enumerable.Range(0, letters.Length).Where(i => choose(letters[i]) is not null).ToArray();
        if (able.Length == 0) return word;
        var sure = able[random.Next(able.Length)];
        foreach (var i in able)
        {
            if (i == sure || random.NextDouble() < share) letters[i] = choose(letters[i])!;
        }
        return string.Concat(letters);
    }

    /// <summary>Puts something behind each letter but the last with the given likelihood, at least once.</summary>
    public static string Insert(string word, double share, Random random, Func<string> choose)
    {
        var letters = Of(word);
        if (letters.Length < 2) return word;
        var sure = random.Next(letters.Length - 1);
        var result = new StringBuilder(word.Length * 2);
        for (var i = 0; i < letters.Length; i++)
        {
            result.Append(letters[i]);
            if (i < letters.Length - 1 && (i == sure || random.NextDouble() < share)) result.Append(choose());
        }
        return result.ToString();
    }
}
