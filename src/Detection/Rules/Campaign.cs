namespace Ecom389.Monitor.Detection.Rules;

/// <summary>One occurrence of a campaign, both ends included, in dates of Viet Nam.</summary>
/// <param name="Id">Unique in all campaigns: <c>tet-2027</c>.</param>
public sealed record CampaignWindow(string Id, DateOnly From, DateOnly To);

/// <summary>
/// A season of trade or an inspection campaign that comes again: Tết, 11.11, back to school. Dated data of
/// <c>rules/campaigns/</c>; a rule names the campaign (any of its windows) or one window.
/// </summary>
/// <param name="Id">Unique: <c>tet</c>.</param>
/// <param name="Source">Where the dates were taken from, with the day; or "cần kiểm chứng".</param>
public sealed record Campaign(string Id, string Title, string Source, IReadOnlyList<CampaignWindow> Windows);
