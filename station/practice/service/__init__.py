"""A device provisioning service to practise on: both of its interfaces, over HTTPS and MQTT.

It shares nothing with what speaks to it: a rival that shares our code would prove nothing.
"""
