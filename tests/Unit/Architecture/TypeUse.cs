namespace Signalbox.Unit.Architecture;

/// <summary>One type uses another, in a signature, an attribute or a method body. Nested and compiler-made types count as the type they stand in.</summary>
/// <param name="From">Full name of the user.</param>
/// <param name="To">Full name of the used.</param>
/// <param name="Assembly">Simple name of the assembly that holds <paramref name="To"/>.</param>
internal sealed record TypeUse(string From, string To, string Assembly)
{
    public string FromNamespace => Namespace(From);

    public string ToNamespace => Namespace(To);

    public override string ToString() => $"{From} uses {To}";

    private static string Namespace(string fullName) => fullName.LastIndexOf('.') is >= 0 and var at ? fullName[..at] : "";
}
