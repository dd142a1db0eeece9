using System.Globalization;

namespace Ecom389.Monitor.Web.Texts;

/// <summary>A language of the site. Vietnamese comes first: it is what inspectors read.</summary>
public sealed record Language
{
    private Language(string code, string culture)
    {
        Code = code;
        Culture = CultureInfo.GetCultureInfo(culture);
    }

    public static Language Vietnamese { get; } = new("vi", "vi-VN");

    /// <summary>British conventions: day before month, as everyone in Vietnam writes dates.</summary>
    public static Language English { get; } = new("en", "en-GB");

    public static IReadOnlyList<Language> All { get; } = [Vietnamese, English];

    /// <summary>The value of <c>lang</c> in pages, query and cookie.</summary>
    public string Code { get; }

    public CultureInfo Culture { get; }

    /// <summary>The language of a code, or null.</summary>
    public static Language? Find(string? code) => All.FirstOrDefault(language => string.Equals(language.Code, code, StringComparison.Ordinal));
}

/// <summary>The language of one request: <c>?lang=</c> (remembered in a cookie), else the cookie, else Vietnamese.</summary>
public sealed class RequestLanguage
{
    public const string Cookie = "lang";

    public Language Value { get; private set; } = Language.Vietnamese;

    /// <summary>Reads the request; called once, before anything writes text.</summary>
    public void Read(HttpContext context)
    {
        if (Language.Find(context.Request.Query["lang"]) is { } asked)
        {
            Value = asked;
            context.Response.Cookies.Append(Cookie, asked.Code, new()
            {
                HttpOnly = true,
                Secure = context.Request.IsHttps,
                SameSite = SameSiteMode.Lax,
                MaxAge = TimeSpan.FromDays(365),
                IsEssential = true,
            });
        }
        else if (Language.Find(context.Request.Cookies[Cookie]) is { } remembered)
        {
            Value = remembered;
        }
    }
}
