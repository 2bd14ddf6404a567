namespace Signalbox.Engine.Workflows.Templates;

/// <summary>What a helper takes.</summary>
internal enum HelperArgument
{
    /// <summary>Any value.</summary>
    Any = 0,

    /// <summary>A text, number or boolean.</summary>
    Text = 1,

    /// <summary>A list.</summary>
    List = 2,

    /// <summary>The id of a step, as a text that is written out.</summary>
    StepId = 3,

    /// <summary>The kind of learnings, as a text that is written out.</summary>
    Learning = 4,
}

/// <summary>A helper of the template language.</summary>
/// <param name="Name">Its name, which no variable may have where it would be ambiguous.</param>
/// <param name="First">What its first argument must be.</param>
/// <param name="Least">Fewest arguments.</param>
/// <param name="Most">Most arguments.</param>
/// <param name="Usage">How it is written, for messages.</param>
/// <param name="Call">What it does with plain values.</param>
/// <param name="Injects">A name of the model whose value the helper gets before what is written; null for none.</param>
internal sealed record TemplateHelper(string Name, HelperArgument First, int Least, int Most, string Usage, Func<object?[], object?> Call, string? Injects = null);
