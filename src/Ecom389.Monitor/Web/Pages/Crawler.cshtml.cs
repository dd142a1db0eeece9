using Ecom389.Monitor.Crawling;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>For the owners of sites: who crawls, what, with which manners, and how to reach us. No sign-in.</summary>
[AllowAnonymous]
public sealed class CrawlerModel(ReviewSiteOptions site, Texts.SiteText text) : PageModel
{
    public CrawlContact Contact => site.Contact;

    public string Organisation => site.Contact.Organisation is { Length: > 0 } organisation ? organisation : text["crawler.authority"];

    public bool HasContact => (Contact.Email ?? Contact.Phone ?? Contact.Address) is not null;
}
