using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>What went wrong, in the site's own clothes and without inner details.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
public sealed class ErrorModel : PageModel
{
    private static readonly int[] Described = [400, 403, 404, 429, 500];

    /// <summary>The HTTP status.</summary>
    [FromRoute]
    public int Code { get; set; }

    /// <summary>Beginning of the keys that describe it.</summary>
    public string Key => "error." + (Described.Contains(Code) ? Code : Code >= 500 ? 500 : 400).ToString(System.Globalization.CultureInfo.InvariantCulture);

    public void OnGet() => Answer();

    public void OnPost() => Answer();

    // Asked for directly the page is an answer like any other; re-executed it keeps the status it is about.
    private void Answer()
    {
        if (Code is >= 400 and <= 599) Response.StatusCode = Code;
    }
}
