namespace Signalbox.Engine.Workflows.Binding;

/// <summary>What may stand as the value of a key. The readers take their limits from it and the JSON Schema is written from it, so that the two cannot differ.</summary>
internal abstract record KeyShape
{
    /// <summary>Any text but an empty one.</summary>
    public static KeyShape Text { get; } = new TextKey();

    /// <summary>A text that may be empty.</summary>
    public static KeyShape AnyText { get; } = new TextKey(MayBeEmpty: true);

    /// <summary>A template in a text.</summary>
    public static KeyShape Template { get; } = new TextKey();

    public static KeyShape Flag { get; } = new FlagKey();

    /// <summary>A text, number or boolean, taken as it is written.</summary>
    public static KeyShape Scalar { get; } = new ScalarKey();

    /// <summary>An expression; a number or boolean is one too.</summary>
    public static KeyShape Expression { get; } = new ExpressionKey();

    /// <summary>A mapping with whatever in it.</summary>
    public static KeyShape FreeMapping { get; } = new MapKey(null, new AnyKey());
}

/// <summary>A text.</summary>
internal sealed record TextKey(bool MayBeEmpty = false, NameRule? Name = null) : KeyShape;

/// <summary>A whole number within limits.</summary>
internal sealed record IntegerKey(long Min, long Max) : KeyShape;

/// <summary>A number within limits.</summary>
internal sealed record NumberKey(double Min, double Max) : KeyShape;

/// <summary>True or false.</summary>
internal sealed record FlagKey : KeyShape;

/// <summary>One of a few words.</summary>
/// <param name="What">What each of them is, for messages: "a type of input".</param>
/// <param name="Label">What they are together, for messages: "the types are".</param>
/// <param name="Words">The words in the order of the documentation.</param>
internal sealed record WordKey(string What, string Label, IReadOnlyList<string> Words) : KeyShape;

/// <summary>A list.</summary>
internal sealed record ListKey(KeyShape Item, int Least = 0) : KeyShape;

/// <summary>A mapping of free names to values of one shape.</summary>
internal sealed record MapKey(NameRule? Names, KeyShape Item) : KeyShape;

/// <summary>A mapping with a table of keys of its own.</summary>
internal sealed record SectionKey(SectionKeys Keys) : KeyShape;

/// <summary>One of several shapes.</summary>
internal sealed record EitherKey(params KeyShape[] Shapes) : KeyShape;

/// <summary>See <see cref="KeyShape.Scalar"/>.</summary>
internal sealed record ScalarKey : KeyShape;

/// <summary>See <see cref="KeyShape.Expression"/>.</summary>
internal sealed record ExpressionKey : KeyShape;

/// <summary>Anything.</summary>
internal sealed record AnyKey : KeyShape;
