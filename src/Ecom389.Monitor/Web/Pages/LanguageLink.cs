using Ecom389.Monitor.Web.Texts;
using Microsoft.AspNetCore.Http.Extensions;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>The address of the page at hand in another language.</summary>
public static class LanguageLink
{
    public static string To(HttpRequest request, Language language)
    {
        var query = new QueryBuilder(request.Query.Where(part => !string.Equals(part.Key, RequestLanguage.Cookie, StringComparison.Ordinal) && !string.Equals(part.Key, "handler", StringComparison.Ordinal)))
        {
            { RequestLanguage.Cookie, language.Code },
        };
        return request.Path.ToUriComponent() + query.ToQueryString();
    }
}
