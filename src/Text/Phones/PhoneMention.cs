namespace Ecom389.Monitor.Text;

/// <summary>A telephone number found in a text.</summary>
/// <param name="Text">Exactly as written.</param>
/// <param name="Start">UTF-16 offset into the text.</param>
/// <param name="End">One past the last.</param>
/// <param name="E164"><c>+84981389389</c>.</param>
public sealed record PhoneMention(string Text, int Start, int End, string E164);
