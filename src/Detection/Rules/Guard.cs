namespace Ecom389.Monitor.Detection.Rules;

/// <summary>Words that take a phrase's meaning away when they stand near it: "không bán" before "hàng giả", "đền gấp 10" after "fake".</summary>
/// <param name="Id">Name that rules call it by.</param>
/// <param name="Before">Words that must stand before the phrase.</param>
/// <param name="WordsBefore">At most so many words between them and the phrase.</param>
/// <param name="After">Words that must stand after the phrase.</param>
/// <param name="WordsAfter">At most so many words between the phrase and them.</param>
public sealed record Guard(string Id, PhraseSet Before, int WordsBefore, PhraseSet After, int WordsAfter);
