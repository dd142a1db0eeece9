using Ecom389.Monitor.Detection.Rules;

namespace Ecom389.Monitor.Detection.Context;

/// <summary>
/// One way of telling that a text is no offer to sell (a wanted ad, a warning, news, a question, a repair service …), or an
/// offer that shows what a lawful one shows. Its signal speaks against all violations and quotes the words.
/// </summary>
/// <param name="Id">Name within <c>lexicons/context.yaml</c>; the signal's id is <c>context.</c> and this.</param>
/// <param name="Message">Sentence for the inspector, in Vietnamese.</param>
/// <param name="Weight">Log-odds, below 0.</param>
/// <param name="When">What must hold.</param>
/// <param name="Line">1-based line of its file.</param>
public sealed record ContextCue(string Id, string Title, string Message, double Weight, Condition When, int Line);
