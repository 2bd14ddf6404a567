namespace Signalbox.Engine.Workflows.Templates;

/// <summary>Leaves a running render; becomes a <see cref="TemplateFault"/> in <see cref="PromptTemplate.Render"/> and goes no further.</summary>
internal sealed class TemplateLimitException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
