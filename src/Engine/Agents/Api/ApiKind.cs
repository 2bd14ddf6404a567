namespace Signalbox.Engine.Agents.Api;

/// <summary>Whose wire format an API agent speaks.</summary>
public enum ApiKind
{
    /// <summary>Anthropic's messages.</summary>
    Anthropic = 0,

    /// <summary>OpenAI's chat completions, which Ollama, vLLM, llama.cpp and others speak too.</summary>
    OpenAI = 1,
}
