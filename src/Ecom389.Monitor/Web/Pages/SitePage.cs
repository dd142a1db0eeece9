using Ecom389.Monitor.Web.Accounts;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>A page of a signed-in person.</summary>
public abstract class SitePage : PageModel
{
    /// <summary>Who is signed in; the pipeline lets nobody else here.</summary>
    public Person Me => field ??= Person.Of(User) ?? throw new InvalidOperationException("No one is signed in.");

    protected CancellationToken Aborted => HttpContext.RequestAborted;
}
