namespace Ecom389.Monitor.Bench.Obfuscate.Tricks;

/// <summary>Ten ways in which sellers hide words from filters.</summary>
public enum Trick
{
    /// <summary>Letters of other scripts and styled letters that look alike: fаkе, 𝗳𝗮𝗸𝗲.</summary>
    Confusables,

    /// <summary>Invisible characters between letters.</summary>
    ZeroWidth,

    /// <summary>Direction marks, and words typed backwards under a right-to-left override.</summary>
    Bidi,

    /// <summary>Digits and signs for letters: f4ke, h@ng.</summary>
    Leetspeak,

    /// <summary>f a k e.</summary>
    Spaced,

    /// <summary>f.a.k.e, hà.ng.</summary>
    Dotted,

    /// <summary>🅵🅰🅺🅴, 🇫 🇦 🇰 🇪, ⓕⓐⓚⓔ.</summary>
    EmojiLetters,

    /// <summary>fakeee, hàngggg.</summary>
    Repeated,

    /// <summary>Lines without diacritics, and chat spellings: ko, hàg, fá sóng.</summary>
    NoDiacriticsOrTeencode,

    /// <summary>Brands misspelt, other words struck through or under stacked marks.</summary>
    MisspeltOrStruck,
}
