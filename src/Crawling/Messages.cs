using System.Globalization;
using System.Resources;

[assembly: NeutralResourcesLanguage("vi")]

namespace Ecom389.Monitor.Crawling;

/// <summary>Sentences for people, from Messages.resx (Vietnamese) and Messages.en.resx, in the thread's UI culture.</summary>
internal static class Messages
{
    private static readonly ResourceManager Texts = new("Ecom389.Monitor.Crawling.Messages", typeof(Messages).Assembly);

    private static readonly char[] FamilyEnds = [.. ":0123456789"];

    /// <summary>The sentence of a key with its places filled. Throws <see cref="MissingManifestResourceException"/> for an unknown key.</summary>
    public static string Format(string key, params ReadOnlySpan<object?> arguments) =>
        string.Format(CultureInfo.CurrentCulture, Texts.GetString(key, CultureInfo.CurrentUICulture) ?? throw new MissingManifestResourceException(key), arguments);

    /// <summary>The sentence of <c>area.code</c>, of <c>area.code-family</c> (the part before <c>:</c> or the number), or a general one naming the code.</summary>
    public static string ForCode(string area, string code, params object?[] arguments)
    {
        var cut = code.IndexOfAny(FamilyEnds);
        var detail = cut < 0 ? code : code[(cut + (code[cut] == ':' ? 1 : 0))..];
        var text = Texts.GetString($"{area}.{code}", CultureInfo.CurrentUICulture);
        if (text is not null) return string.Format(CultureInfo.CurrentCulture, text, arguments);
        var family = cut < 0 ? null : Texts.GetString($"{area}.{code[..cut].TrimEnd('-')}", CultureInfo.CurrentUICulture);
        return string.Format(CultureInfo.CurrentCulture, family ?? Texts.GetString($"{area}.other", CultureInfo.CurrentUICulture)!, detail);
    }
}
